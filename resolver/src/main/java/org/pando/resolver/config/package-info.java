/**
 * The configuration: {@code pando.toml}, the files of {@code conf.d} beside it and the {@code
 * PANDO_} variables of the environment, read into immutable records.
 *
 * <p>Each record holds the table of its own keys ({@link org.pando.resolver.config.Section}); that
 * table drives reading, the search for unknown keys, the effective configuration and the JSON
 * schema. A new key is a record component and its row.
 */
@NullMarked
package org.pando.resolver.config;

import org.jspecify.annotations.NullMarked;
