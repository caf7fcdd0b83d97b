/** Styles imported for their side effect: the build collects them beside the script. */
declare module '*.css';
