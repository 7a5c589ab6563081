package org.pando.resolver.local;

import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;

/**
 * A local record.
 *
 * @param owner its whole owner, absolute; may be a wildcard
 */
public record OwnedRr(Name owner, Rr rr) {}
