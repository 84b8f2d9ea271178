/* How to use this file, in three steps:
   1. open script.google.com, New project, and paste all of it in the place of what is there;
   2. choose the function "makeForms" and press Run; Google asks for your permission the first time;
   3. the forms, the sheet of the answers and the sheet of the personal links are in your Drive; the log names them.
   Everything that users wrote stands in the one constant below, as text. */

const SURVEY = "SURVEY_AS_JSON";

function makeForms() {
  const answers = SpreadsheetApp.create(SURVEY.title);
  const links = answers.insertSheet(SURVEY.links_title);
  links.appendRow(SURVEY.links_header);
  SURVEY.forms.forEach(function (wanted) {
    const form = FormApp.create(wanted.title);
    form.setTitle(wanted.title).setDescription(SURVEY.intro).setConfirmationMessage(SURVEY.thanks);
    form.setAllowResponseEdits(true).setProgressBar(true);
    const identity = addItems(form, wanted.items);
    form.setDestination(FormApp.DestinationType.SPREADSHEET, answers.getId());
    if (typeof form.setPublished === "function") form.setPublished(true);
    wanted.recipients.forEach(function (recipient) {
      const first = form.createResponse().withItemResponse(identity.createResponse(recipient.choice));
      links.appendRow([recipient.id, recipient.name, recipient.email, first.toPrefilledUrl()]);
    });
    Logger.log(wanted.title + ": " + form.getEditUrl());
  });
  Logger.log(SURVEY.links_title + ": " + answers.getUrl());
}

/* Adds the items in order; returns the one in which the respondent says which structure answers. */
function addItems(form, items) {
  let identity = null;
  items.forEach(function (wanted) {
    const item = ADDING[wanted.type](form, wanted);
    item.setTitle(wanted.title);
    if (wanted.help) item.setHelpText(wanted.help);
    if (wanted.required) item.setRequired(true);
    if (wanted.identity) identity = item;
  });
  return identity;
}

const ADDING = {
  page: function (form) { return form.addPageBreakItem(); },
  section: function (form) { return form.addSectionHeaderItem(); },
  text: function (form) { return form.addTextItem(); },
  paragraph: function (form) { return form.addParagraphTextItem(); },
  number: function (form) {
    const whole = FormApp.createTextValidation().requireNumberGreaterThanOrEqualTo(0).build();
    return form.addTextItem().setValidation(whole);
  },
  list: function (form, wanted) { return form.addListItem().setChoiceValues(wanted.choices); },
  choice: function (form, wanted) {
    return form.addMultipleChoiceItem().setChoiceValues(wanted.choices).showOtherOption(wanted.other);
  },
  boxes: function (form, wanted) {
    return form.addCheckboxItem().setChoiceValues(wanted.choices).showOtherOption(wanted.other);
  },
  grid: function (form, wanted) { return form.addGridItem().setRows(wanted.rows).setColumns(wanted.columns); },
  box_grid: function (form, wanted) {
    return form.addCheckboxGridItem().setRows(wanted.rows).setColumns(wanted.columns);
  },
};
