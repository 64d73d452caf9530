/** The table of a page. */

export { table as listing, type Column, type Table } from "../table";
