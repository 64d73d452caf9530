export { SvgDrawing as SigmaDrawing } from "./svg";
