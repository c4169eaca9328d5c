/** The device of the stand-in: its memory, the arrays in it and the library it has. The real API has no such package. */
package uk.ac.manchester.tornado.api.standin;
