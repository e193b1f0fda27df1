export { Refused as default } from "../../../shared/refused.tsx"
