/** In the place of Node's files, which the assembler asks for where it runs in Node, and not in a browser. */
export default {};
