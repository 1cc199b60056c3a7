/** The report's whole style sheet. It needs no other file, in either theme and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f6f8;--panel:#fff;--line:#e2e2e8;--ink:#18181b;--soft:#5a5a66;--well:#e9e9ee;--photo:#3f83ee;--bw:#85858f;--colour:#e58f36;--unsorted:#8e74e0;--bad:#b92b2b;--good:#146f42}
@media (prefers-color-scheme:dark){:root{--bg:#131315;--panel:#1b1b1e;--line:#2c2c32;--ink:#f0f0f3;--soft:#a9a9b4;--well:#2a2a30;--photo:#76aefe;--bw:#d0d0da;--colour:#f2a65a;--unsorted:#b59cf5;--bad:#ff7d7d;--good:#5fd093}}
*{box-sizing:border-box;margin:0}
body{font:14px/1.45 Inter,'SF Pro Text','Segoe UI',system-ui,sans-serif;color:var(--ink);background:var(--bg);padding:40px clamp(16px,4vw,56px);font-variant-numeric:tabular-nums}
main{max-width:1320px;margin:0 auto}
h1{font-size:28px;letter-spacing:-.02em}h2{font-size:17px;letter-spacing:-.01em}h3{font-size:12px;font-weight:600;color:var(--soft)}
.soft{color:var(--soft)}
.figures{display:flex;flex-wrap:wrap;gap:12px 40px;margin:20px 0 28px}
.figures b{display:block;font-size:20px;letter-spacing:-.01em}
table{width:100%;border-collapse:collapse;background:var(--panel);border:1px solid var(--line);border-radius:12px;overflow:hidden}
th,td{padding:8px 10px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{font-size:12px;font-weight:500;color:var(--soft)}tr:last-child td{border-bottom:0}
th:first-child,td:first-child,th:nth-child(2),td:nth-child(2){text-align:left}
td:first-child{font-weight:550;max-width:320px;overflow:hidden;text-overflow:ellipsis}
td a,td .name{color:inherit;text-decoration:none;display:flex;align-items:center;gap:10px}td a:hover{text-decoration:underline}
.face{width:32px;height:32px;border-radius:8px;object-fit:cover;object-position:50% 18%;background:var(--well);flex:none}
.face.big{width:56px;height:56px;border-radius:12px}
.bar{display:inline-block;vertical-align:middle;width:56px;height:6px;margin-left:8px;border-radius:3px;background:var(--well);overflow:hidden}
.bar i{display:block;height:100%;background:var(--c)}
.photorealistic{--c:var(--photo)}.bw_stylized{--c:var(--bw)}.color_stylized{--c:var(--colour)}.unsorted{--c:var(--unsorted)}.rejected{--c:var(--bad)}
.actor{margin-top:36px;padding-top:24px;border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 700px}
.actor>header{display:flex;gap:14px;align-items:center;margin-bottom:14px}
.lane{margin:14px 0 0;padding-left:12px;border-left:3px solid var(--c)}
.lane ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:12px;list-style:none;padding:8px 0 0}
figure img{width:100%;aspect-ratio:1;object-fit:cover;border-radius:8px;background:var(--well);display:block}
figure.out img{opacity:.4}
figcaption{font-size:11px;line-height:1.35;margin-top:5px;overflow-wrap:anywhere}
figcaption b{font-weight:550;display:block}
.lane p{font-size:12px;padding-top:8px}.why{color:var(--bad)}
.gap{display:grid;place-content:center;text-align:center;aspect-ratio:1;align-self:start;border:1.5px dashed var(--c);border-radius:8px;font-size:11px;padding:8px;color:var(--soft)}
footer{margin-top:40px;color:var(--soft);font-size:12px}
@media print{:root{color-scheme:light;--bg:#fff;--panel:#fff;--line:#ccc;--ink:#000;--soft:#444;--well:#eee;--photo:#3f83ee;--bw:#85858f;--colour:#e58f36;--unsorted:#8e74e0;--bad:#a01818;--good:#146f42}
body{padding:0;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}.actor{content-visibility:visible;break-before:auto}.actor>header,figure,tr{break-inside:avoid}.actor>header{break-after:avoid}.lane ul{grid-template-columns:repeat(6,1fr)}}
`
