import { defineConfig } from 'vitepress'

const page = (text, link) => ({ text, link })

export default defineConfig({
  title: 'Evencast',
  description: 'Curates image sets for character LoRAs',
  base: '/evencast/',
  cleanUrls: true,
  lastUpdated: false,
  // What points into the repository is checked by its own tests.
  ignoreDeadLinks: [/^\.?\.?\/(\.\.\/)*(src|test|scripts)\//],
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/evencast/evencast' }],
    nav: [page('Guide', '/guide/install'), page('Decisions', '/decisions/')],
    sidebar: [
      {
        text: 'Start',
        items: [page('Install', '/guide/install'), page('Open a library', '/guide/open'), page('Get new versions', '/guide/update')],
      },
      {
        text: 'Sort a set',
        items: [
          page('Assess images', '/guide/assess'),
          page('Sort by dragging', '/guide/sort'),
          page('Cull image by image', '/guide/cull'),
          page('Remove duplicates', '/guide/duplicates'),
          page('Crop', '/guide/crop'),
          page('Find images', '/filters'),
        ],
      },
      {
        text: 'Balance it',
        items: [
          page('Choose a target', '/guide/target'),
          page('Balance', '/guide/balance'),
          page('Undo', '/guide/undo'),
          page('Use a vision model', '/guide/vision'),
        ],
      },
      {
        text: 'Train',
        items: [page('Write captions', '/guide/captions'), page('Export for a trainer', '/guide/export')],
      },
      {
        text: 'Everywhere',
        items: [
          page('Sync with a bucket', '/guide/sync'),
          page('Work without a window', '/guide/command-line'),
          page('Work on another machine', '/guide/serve'),
          page('Many machines on one library', '/fleet'),
        ],
      },
      {
        text: 'How it is built',
        collapsed: true,
        items: [
          page('Architecture', '/architecture'),
          page('Decisions', '/decisions/'),
          page('Dependencies', '/dependencies'),
          page('Performance', '/performance'),
          page('Style model', '/style-model'),
          page('Quality flags', '/quality'),
          page('Near duplicates', '/near-duplicates'),
          page('Identity by faces', '/identity'),
        ],
      },
    ],
  },
})
