/** Kinds of devices and backends, and when an array is transferred. */
@NullMarked
package uk.ac.manchester.tornado.api.enums;

import org.jspecify.annotations.NullMarked;
