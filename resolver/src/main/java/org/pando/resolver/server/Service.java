package org.pando.resolver.server;

import java.util.function.LongSupplier;
import org.pando.resolver.observe.QueryObserver;

/**
 * What every listener serves with.
 *
 * @param handler answers questions
 * @param buffers each event loop's memory
 * @param connections of all TCP listeners
 * @param observer hears what listeners drop
 * @param nanos the node's own clock
 */
public record Service(
    QueryHandler handler,
    LoopBuffers.Pool buffers,
    Connections connections,
    QueryObserver observer,
    LongSupplier nanos) {}
