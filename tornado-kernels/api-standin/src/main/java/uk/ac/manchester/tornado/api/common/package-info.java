/** Arguments of the API: devices, the functional interfaces of tasks and descriptions of library calls. */
@NullMarked
package uk.ac.manchester.tornado.api.common;

import org.jspecify.annotations.NullMarked;
