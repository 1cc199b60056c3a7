; “Open in Evencast” on folders, and evencast: links, for the user who installs; taken away again with the app.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\Directory\shell\Evencast" "" "Open in Evencast"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Evencast" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Evencast\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr HKCU "Software\Classes\evencast" "" "URL:Evencast"
  WriteRegStr HKCU "Software\Classes\evencast" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\evencast\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend
!macro customUnInstall
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Evencast"
  DeleteRegKey HKCU "Software\Classes\evencast"
!macroend
