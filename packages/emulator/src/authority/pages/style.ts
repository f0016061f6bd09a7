/** The style sheet of every page: one card in the middle, the system's font, and the person's choice of light or dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #eef1f6; --card: #ffffff; --ink: #1b1d22; --quiet: #5a6170; --line: #d5dae3;
  --accent: #0b5cad; --on-accent: #ffffff; --hover: #f1f5fb; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101319; --card: #1b1f27; --ink: #eceef2; --quiet: #a5adbb; --line: #373e4b;
    --accent: #8cc2ff; --on-accent: #0a1a2c; --hover: #252b36; --bad: #ff9a92;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center;
  background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
}
main {
  align-self: center; width: min(27.5rem, calc(100vw - 2rem)); margin: 2rem 1rem; padding: 2.5rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 8px 30px #0000001a;
}
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
.quiet, small { color: var(--quiet); }
small { font-size: .875rem; }
form { margin: 0; }
label { display: block; margin: 1.25rem 0 .375rem; font-weight: 600; }
input[type="text"], input[type="email"] {
  width: 100%; padding: .625rem .75rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--quiet); border-radius: 6px;
}
.tiles { list-style: none; margin: 1rem -1rem; padding: 0; }
.tile {
  display: flex; gap: .875rem; align-items: center; width: 100%; padding: .75rem 1rem; border: 0;
  border-radius: 8px; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer;
}
.tile:hover { background: var(--hover); }
.tile strong, .tile small { display: block; font-weight: 600; overflow-wrap: anywhere; }
.tile small { font-weight: 400; }
.avatar {
  flex: none; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: 50%;
  background: var(--accent); color: var(--on-accent); font-weight: 600;
}
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .75rem; margin-top: 1.75rem; }
.action {
  min-width: 6.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; cursor: pointer;
  border: 1px solid var(--quiet); border-radius: 6px; background: transparent; color: inherit;
}
.action.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.number { margin: 1.5rem 0; text-align: center; font-size: 3rem; line-height: 1; font-weight: 700; }
.problem { margin-top: 1rem; padding: .625rem .875rem; border-inline-start: 4px solid var(--bad); color: var(--bad); }
ul.scopes { margin: 0 0 1rem; padding-inline-start: 1.25rem; }
ul.scopes li { margin-bottom: .5rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1rem 0 0; font-size: .875rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { padding: 1rem; color: var(--quiet); font-size: .8125rem; text-align: center; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 30rem) { main { padding: 1.5rem; } }
`;
