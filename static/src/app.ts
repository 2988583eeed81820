// Enhances pages that already work: htmx swaps the parts that forms would
// otherwise load as pages, the rest is a handful of small conveniences. Each is
// wired by a data- attribute, once when the page loads and again for every part
// that htmx brings in.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { wireChoices } from './choice';
import { wireContents, wireModes } from './contents';
import { wireCopy } from './copy';
import { wireDrafts } from './draft';
import { wireEditors } from './edit';
import { wireFocus } from './focus';
import { wireForms } from './forms';
import { wireGrades } from './grade';
import { wireHistory } from './history';
import { wireLines } from './lines';
import { wireMenus } from './menu';
import { wireRings } from './ring';
import { wireSteppers } from './stepper';
import { wireWorlds } from './world';

// Also said in the page's meta element; here for parts loaded without it.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  defaultSettleDelay: 0,
  // A refused form answers with the form and what is wrong: it belongs on the page.
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '4(09|13|22|29)', swap: true, error: false },
    { code: '[45]..', swap: false, error: true },
  ],
});

function wire(root: ParentNode): void {
  wireCopy(root);
  wireDrafts(root); // before the editor takes the text
  wireEditors(root);
  wireSteppers(root);
  wireRings(root);
  wireChoices(root);
  wireGrades(root);
  wireHistory(root);
  wireWorlds(root);
}

wire(document);
wireLines();
wireMenus();
wireContents();
wireModes();
wireForms();
wireFocus(wire);
