package org.pando.resolver.control;

/** What the node says about itself. Any thread. */
public interface NodeStatus {
  StatusReport report();
}
