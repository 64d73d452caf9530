/** True in the build for a single-file report, which asks no server. */
declare const __REPORT__: boolean;
