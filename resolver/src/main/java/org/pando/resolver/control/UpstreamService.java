package org.pando.resolver.control;

/** What is asked for names that this node does not know itself. */
public interface UpstreamService {
  UpstreamsReport upstreams();
}
