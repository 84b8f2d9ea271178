// Google's services as far as the script uses them: every form that is made, as plain JSON on stdout.
const forms = [];
const sheet = { appendRow: (row) => links.push(row) };
const links = [];
const SpreadsheetApp = { create: () => ({ insertSheet: () => sheet, getId: () => "1", getUrl: () => "u" }) };
const Logger = { log: () => {} };
const text = (value) => { if (typeof value !== "string" || !value) throw new Error("no text: " + value); return value; };
const texts = (values) => { if (new Set(values).size !== values.length) throw new Error("two alike"); return values.map(text); };
function item(kind) {
  const made = { kind };
  const self = {
    made,
    setTitle: (value) => { made.title = text(value); return self; },
    setHelpText: (value) => { made.help = text(value); return self; },
    setRequired: (value) => { made.required = value; return self; },
    setValidation: () => self,
    setChoiceValues: (values) => { made.choices = texts(values); return self; },
    showOtherOption: (value) => { made.other = value; return self; },
    setRows: (values) => { made.rows = texts(values); return self; },
    setColumns: (values) => { made.columns = texts(values); return self; },
    createResponse: (choice) => { if (!made.choices.includes(choice)) throw new Error("no choice: " + choice); return choice; },
  };
  return self;
}
const validation = { requireNumberGreaterThanOrEqualTo: () => validation, build: () => ({}) };
const FormApp = {
  DestinationType: { SPREADSHEET: 1 },
  createTextValidation: () => validation,
  create: (title) => {
    const form = { title, items: [] };
    forms.push(form);
    const add = (kind) => () => { const one = item(kind); form.items.push(one.made); return one; };
    const self = {
      setTitle: () => self, setDescription: (value) => { form.intro = text(value); return self; },
      setConfirmationMessage: () => self, setAllowResponseEdits: () => self, setProgressBar: () => self,
      setDestination: () => self, setPublished: () => self, getEditUrl: () => "e",
      createResponse: () => ({ withItemResponse: (choice) => ({ toPrefilledUrl: () => "https://forms.example/" + choice }) }),
      addPageBreakItem: add("page"), addSectionHeaderItem: add("section"), addTextItem: add("text"),
      addParagraphTextItem: add("paragraph"), addListItem: add("list"), addMultipleChoiceItem: add("choice"),
      addCheckboxItem: add("boxes"), addGridItem: add("grid"), addCheckboxGridItem: add("box_grid"),
    };
    return self;
  },
};
