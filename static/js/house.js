// What every page does with scripts. Each module looks for its own attributes and leaves the rest.
import "./appearance.js";
import "./combobox.js";
import "./dialogs.js";
import "./dropzone.js";
import "./forms.js";
import "./printing.js";
import "./selection.js";
import "./shortcuts.js";
import "./stepper.js";
import "./toasts.js";
