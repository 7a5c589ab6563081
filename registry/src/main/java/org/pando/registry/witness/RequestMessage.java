package org.pando.registry.witness;

import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Certificate;
import org.pando.registry.rule.RecordException;

/**
 * A request as it is sent to a witness (section 9.2).
 *
 * @param network which one it is about
 */
public record RequestMessage(NetworkId network, WitnessRequest request) implements Encoded {
  /** In bytes; replies have the same limit. */
  public static final int MAX_SIZE = 64 * 1024;

  private static final String DOCUMENT = "witness request";
  private static final int MAX_TYPE = 255;
  private static final int MAX_NAME = 63;
  private static final int HASH = 32;

  /**
   * Which network a request is about, before the rest of it is read.
   *
   * @throws RecordException when it is no request of any type
   */
  public static NetworkId networkOf(Bytes bytes) throws RecordException {
    CborReader.checkSize(bytes, DOCUMENT, MAX_SIZE);
    MapReader map = CborReader.ofAccepted(bytes, DOCUMENT).map();
    long _ = map.uint(0, 1, MAX_TYPE);
    return new NetworkId(map.bytes(1, NetworkId.LENGTH));
  }

  /** Reads a request of a type that this version answers. */
  public static RequestMessage decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, DOCUMENT, MAX_SIZE, RequestMessage::read);
  }

  private static RequestMessage read(CborReader in) throws RecordException {
    MapReader map = in.map();
    int type = (int) map.uint(0, 1, MAX_TYPE);
    NetworkId network = new NetworkId(map.bytes(1, NetworkId.LENGTH));
    WitnessRequest request =
        switch (type) {
          case MessageType.RECEIPT -> new WitnessRequest.GiveReceipt(map.bytes(2, HASH));
          case MessageType.SUBMIT ->
              new WitnessRequest.Submit(Submission.decode(map.bytes(2, 0, MAX_SIZE)));
          case MessageType.LOCK ->
              new WitnessRequest.Lock(
                  Operations.decode(map.bytes(2, 0, MAX_SIZE)),
                  Certificate.decode(map.bytes(3, 0, Certificate.MAX_SIZE)));
          case MessageType.ADOPT -> new WitnessRequest.Adopt(map.bytes(2, 1, Bundle.MAX_SIZE));
          case MessageType.STATE -> new WitnessRequest.State(map.text(2, MAX_NAME));
          default ->
              throw in.invalid(
                  "type "
                      + type
                      + " is not one that this version of Pando answers (1, 2, 3, 7 and 8 are)");
        };
    map.end();
    return new RequestMessage(network, request);
  }

  @Override
  public Bytes encode() {
    return switch (request) {
      case WitnessRequest.GiveReceipt(var blind) ->
          begin(MessageType.RECEIPT).bytes(2, blind).encode();
      case WitnessRequest.Submit(var submission) ->
          begin(MessageType.SUBMIT).nested(2, submission).encode();
      case WitnessRequest.Lock(var op, var quorum) ->
          begin(MessageType.LOCK).nested(2, op).nested(3, quorum).encode();
      case WitnessRequest.Adopt(var bundle) -> begin(MessageType.ADOPT).bytes(2, bundle).encode();
      case WitnessRequest.State(var name) -> begin(MessageType.STATE).text(2, name).encode();
    };
  }

  private MapWriter begin(int type) {
    return new MapWriter().uint(0, type).bytes(1, network.bytes());
  }
}
