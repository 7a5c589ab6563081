package org.pando.resolver.local;

import java.util.List;
import org.pando.registry.Bytes;

/**
 * The records of one owner and type (RFC 2181 section 5).
 *
 * @param source who gave them: a lower number counts more
 * @param ttl seconds
 * @param rdata uncompressed, not empty
 */
record Rrset(int source, int type, long ttl, List<Bytes> rdata) {}
