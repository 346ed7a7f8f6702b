/** How the reference looks: the reader's own light or dark, from phone to desk. */
import { Markup } from './markup.ts';

export const style = new Markup(`
:root{--text:#1b1f24;--soft:#57606a;--back:#fff;--panel:#f6f8fa;--line:#d0d7de;--link:#0550ae;--get:#0a5c36;--post:#0550ae;--delete:#a40e26;--other:#6639ba}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9ea7b3;--back:#0d1117;--panel:#161b22;--line:#30363d;--link:#79c0ff;--get:#56d364;--post:#79c0ff;--delete:#ff9492;--other:#d2a8ff}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:82rem;padding:0 1rem 4rem;color:var(--text);background:var(--back);font:16px/1.55 system-ui,sans-serif}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
small{color:var(--soft);font-size:.85em;font-weight:400}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Consolas,monospace}
:not(pre)>code{background:var(--panel);border-radius:4px;padding:.1em .3em;overflow-wrap:anywhere}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;margin:0;padding:.75rem 1rem;overflow:auto;max-height:32rem}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:var(--back);padding:.5rem}
h1{line-height:1.2;margin:2rem 0 1rem}
h2{border-bottom:1px solid var(--line);margin:2.5rem 0 1rem;padding-bottom:.3rem}
h4{margin:1.25rem 0 .5rem}
.anchor{color:inherit;text-decoration:none}
.anchor:hover{text-decoration:underline}
nav{font-size:.925em}
nav h2{border:0;font-size:1em;margin:1rem 0 .25rem;padding:0}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.3rem 0;text-decoration:none}
nav a:has(.method){padding-left:4em;text-indent:-4em}
nav .method{text-indent:0;min-width:5em}
nav summary{color:inherit;font-size:1em;font-weight:700;margin-top:1rem}
nav a:hover{text-decoration:underline}
article{border-top:1px solid var(--line);padding:.5rem 0 1.5rem}
.method{color:var(--other);font:700 .75em ui-monospace,monospace;display:inline-block;min-width:3.6em}
.method.get{color:var(--get)}.method.post{color:var(--post)}.method.delete{color:var(--delete)}
.route{overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{border-bottom:1px solid var(--line);padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:.85em}
td small{overflow-wrap:anywhere}
figure{margin:.5rem 0 1rem}
figcaption,summary{color:var(--soft);font-size:.85em;padding:.25rem 0}
summary{cursor:pointer}
.answers div{border-left:3px solid var(--line);margin:.5rem 0;padding:0 0 0 .75rem}
.answers dd{margin:0}
.answers p{margin:.25rem 0}
.answers ul{margin:.25rem 0;padding-left:1.25rem}
.status{font:700 .9em ui-monospace,monospace;color:var(--delete)}
.status.s2,.status.s3{color:var(--get)}
@media (min-width:60rem){.columns{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:2.5rem}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;align-self:start;padding-bottom:1rem}}
@media (max-width:40rem){thead{position:absolute;clip-path:inset(50%)}tr,tbody th,td{display:block}tbody th,td{border:0;padding:.1rem 0}tr{border-bottom:1px solid var(--line);padding:.5rem 0}}
@media print{nav,.skip{display:none}pre{max-height:none}}
`);
