// The design system's icons by name. Invariant: only icons named here are part of the program, and each is one path.
const files = import.meta.glob<string>(
  [
    '../../node_modules/dkfds/src/img/svg-icons/{arrow-back,business,calendar-month,check,checklist,chevron-down,chevron-left}.svg',
    '../../node_modules/dkfds/src/img/svg-icons/{chevron-right,close,copy,database,document,download,edit,error}.svg',
    '../../node_modules/dkfds/src/img/svg-icons/{folder-open,home,info,lock,open-in-new,payments,person,plus,print}.svg',
    '../../node_modules/dkfds/src/img/svg-icons/{save,search,settings,success,tune,upload,view-in-list,warning,hourglass,laptop}.svg',
    '../../node_modules/dkfds/src/img/svg-icons/{attach-file,more-horiz,visibility,visibility-off}.svg',
    '../../node_modules/dkfds/src/img/svg-icons/{bookmark,delete,persons,reply}.svg',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Names of the icons. */
export type IconName =
  | 'arrow-back'
  | 'attach-file'
  | 'bookmark'
  | 'business'
  | 'calendar-month'
  | 'check'
  | 'checklist'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'close'
  | 'copy'
  | 'database'
  | 'delete'
  | 'document'
  | 'download'
  | 'edit'
  | 'error'
  | 'folder-open'
  | 'home'
  | 'hourglass'
  | 'info'
  | 'laptop'
  | 'lock'
  | 'more-horiz'
  | 'open-in-new'
  | 'payments'
  | 'person'
  | 'persons'
  | 'plus'
  | 'print'
  | 'reply'
  | 'save'
  | 'search'
  | 'settings'
  | 'success'
  | 'tune'
  | 'upload'
  | 'view-in-list'
  | 'visibility'
  | 'visibility-off'
  | 'warning';

const paths = new Map<string, string>();
for (const [file, svg] of Object.entries(files)) {
  const name = /([a-z-]+)\.svg$/.exec(file)?.[1];
  const path = /<path d="([^"]+)"/.exec(svg)?.[1];
  if (name !== undefined && path !== undefined) paths.set(name, path);
}

/** The outline of an icon, in a view box of `0 -960 960 960`. */
export function iconPath(name: IconName): string {
  return paths.get(name) ?? '';
}
