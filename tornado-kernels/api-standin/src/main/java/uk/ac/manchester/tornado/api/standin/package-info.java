/** The device of the stand-in: its memory, its arrays and its library. The real API has no such package. */
@NullMarked
package uk.ac.manchester.tornado.api.standin;

import org.jspecify.annotations.NullMarked;
