/**
 * How people write names and records, and how they are shown to them: NAME and RECORD arguments,
 * zone files (RFC 1035, section 5), and lines of output.
 *
 * <p>This package reads syntax. Which records may stand together in a zone is decided where zone
 * bodies are checked.
 */
@NullMarked
package org.pando.registry.text;

import org.jspecify.annotations.NullMarked;
