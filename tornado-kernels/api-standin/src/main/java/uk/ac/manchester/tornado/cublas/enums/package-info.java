/** The settings of cuBLAS. */
@NullMarked
package uk.ac.manchester.tornado.cublas.enums;

import org.jspecify.annotations.NullMarked;
