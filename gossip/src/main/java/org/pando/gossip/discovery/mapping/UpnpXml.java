package org.pando.gossip.discovery.mapping;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * Reads the XML that a router sends: no document types, no entities but the five, at most 64 KiB,
 * 32 elements deep and 4096 in all.
 */
final class UpnpXml {
  static final int MAX_BYTES = 65_536;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 4096;
  private static final int MAX_TEXT = 1024;

  private UpnpXml() {}

  /**
   * A service of the router's description.
   *
   * @param type {@code urn:schemas-upnp-org:service:WANIPConnection:1}
   * @param control where it takes commands, a URL or a part of one
   */
  record Service(String type, String control) {}

  /** Called at the end of each element with its name and its own text. */
  @FunctionalInterface
  private interface Element {
    void ended(String name, String text);
  }

  /**
   * The services of a device description.
   *
   * @throws GossipException MALFORMED, LIMIT
   */
  static List<Service> services(byte[] description) throws GossipException {
    List<Service> services = new ArrayList<>();
    Map<String, String> service = new HashMap<>();
    read(
        description,
        (name, text) -> {
          switch (name) {
            case "serviceType", "controlURL" -> service.put(name, text);
            case "service" -> {
              String type = service.getOrDefault("serviceType", "");
              String control = service.getOrDefault("controlURL", "");
              if (!type.isEmpty() && !control.isEmpty()) {
                services.add(new Service(type, control));
              }
              service.clear();
            }
            default -> {}
          }
        });
    return services;
  }

  /**
   * The text of the first element with a name, {@code null} when there is none.
   *
   * @throws GossipException MALFORMED, LIMIT
   */
  static @Nullable String text(byte[] document, String wanted) throws GossipException {
    List<String> found = new ArrayList<>();
    read(
        document,
        (name, text) -> {
          if (name.equals(wanted)) {
            found.add(text);
          }
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  private static void read(byte[] document, Element element) throws GossipException {
    if (document.length > MAX_BYTES) {
      throw GossipException.limit("UPnP: the router's XML is longer than " + MAX_BYTES + " bytes");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("no entities are read");
        });
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        walk(in, element);
      } finally {
        in.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The reader of the JDK meets some documents with unchecked exceptions.
      throw new GossipException(
          GossipException.Kind.MALFORMED, "UPnP: the router's XML cannot be read", e);
    }
  }

  private static void walk(XMLStreamReader in, Element element)
      throws XMLStreamException, GossipException {
    Deque<StringBuilder> open = new ArrayDeque<>();
    int elements = 0;
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          open.push(new StringBuilder());
          if (open.size() > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw GossipException.limit("UPnP: the router's XML has too many elements");
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          StringBuilder text = open.peek();
          if (text != null && text.length() + in.getTextLength() <= MAX_TEXT) {
            text.append(in.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT ->
            element.ended(in.getLocalName(), open.pop().toString().strip());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw GossipException.malformed("UPnP: the router's XML has a document type");
        default -> {}
      }
    }
  }
}
