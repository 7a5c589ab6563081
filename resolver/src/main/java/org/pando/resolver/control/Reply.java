package org.pando.resolver.control;

/**
 * What a node replied.
 *
 * @param json the object as received, one line; may say more than the value
 */
public record Reply<T>(String json, T value) {}
