/**
 * The control interface of a running node: HTTP/1.1 with JSON over a Unix domain socket. {@link
 * org.pando.resolver.control.ControlRoutes} is the table of what it offers, {@link
 * org.pando.resolver.control.ControlServer} carries it, {@link
 * org.pando.resolver.control.ControlClient} asks it. The node's parts are seen through the
 * interfaces {@code NodeStatus}, {@code NameService}, {@code KeyService} and {@code Lookups}.
 */
@NullMarked
package org.pando.resolver.control;

import org.jspecify.annotations.NullMarked;
