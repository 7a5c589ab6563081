package org.pando.resolver.observe;

/** How a question came. */
public enum Protocol {
  UDP,
  TCP
}
