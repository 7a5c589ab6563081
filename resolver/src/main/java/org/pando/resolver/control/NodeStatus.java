package org.pando.resolver.control;

import org.pando.registry.RegistryException;

/** What the node says about itself. Called on a thread that may block. */
public interface NodeStatus {
  StatusReport report() throws RegistryException;
}
