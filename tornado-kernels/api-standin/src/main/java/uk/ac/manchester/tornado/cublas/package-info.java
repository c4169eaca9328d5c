/** The functions of cuBLAS that this project calls. */
@NullMarked
package uk.ac.manchester.tornado.cublas;

import org.jspecify.annotations.NullMarked;
