package org.pando.registry.text;

import java.util.Arrays;
import org.xbill.DNS.Type;

/**
 * The types that version 1 of a zone body knows (registry specification, V16), each with an example
 * of its data; every other type is opaque.
 */
enum RecordExample {
  A(Type.A, "192.0.2.10"),
  AAAA(Type.AAAA, "2001:db8::10"),
  CNAME(Type.CNAME, "www.example.com."),
  DNAME(Type.DNAME, "example.com."),
  MX(Type.MX, "10 mail.example.com."),
  TXT(Type.TXT, "\"v=spf1 -all\""),
  SRV(Type.SRV, "0 5 5060 sip.example.com."),
  CAA(Type.CAA, "0 issue \"ca.example.net\""),
  TLSA(Type.TLSA, "3 1 1 0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6"),
  SSHFP(Type.SSHFP, "4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789"),
  HTTPS(Type.HTTPS, "1 . alpn=h2,h3"),
  SVCB(Type.SVCB, "1 svc.example.com. port=8443"),
  NAPTR(Type.NAPTR, "100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:info@example.com!\" ."),
  PTR(Type.PTR, "host.example.com."),
  URI(Type.URI, "10 1 \"https://www.example.com/\""),
  LOC(Type.LOC, "52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m"),
  NS(Type.NS, "ns1.example.com."),
  DS(Type.DS, "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118");

  private static final String OTHER = "\\# 4 0a000001";

  private final int type;
  private final String data;

  RecordExample(int type, String data) {
    this.type = type;
    this.data = data;
  }

  int type() {
    return type;
  }

  /** Type and data. */
  String line() {
    return name() + " " + data;
  }

  static boolean isKnown(int type) {
    return Arrays.stream(values()).anyMatch(example -> example.type == type);
  }

  /** An example of a record of any type; RFC 3597 syntax for those that version 1 does not know. */
  static String lineFor(int type) {
    return Arrays.stream(values())
        .filter(example -> example.type == type)
        .map(RecordExample::line)
        .findFirst()
        .orElse(Type.string(type) + " " + OTHER);
  }
}
