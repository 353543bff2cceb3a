export { NothingHere as default } from '../../features/shell/nothing-here.tsx';
