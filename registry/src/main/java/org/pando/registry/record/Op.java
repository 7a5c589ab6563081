package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;

/** An operation: the payload that is signed and that witnesses decide (section 4, table "Op"). */
public sealed interface Op extends Encoded {
  /** In bytes, of an operation on a name. */
  int MAX_SIZE = 288;

  /** In bytes, of a CONFIG operation. */
  int MAX_CONFIG_SIZE = 1664;

  /** The label, empty for operations on the network itself. */
  String name();

  /** The number of the operation in the life of the name; of the network: the new epoch. */
  long g();

  /** When it was signed, in seconds since 1970. */
  long at();

  /** How many signatures make it a signed operation. */
  int signatures();

  static Op decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "operation", MAX_CONFIG_SIZE, in -> read(in, bytes));
  }

  private static Op read(CborReader in, Bytes bytes) throws RecordException {
    MapReader map = in.map();
    map.version();
    int kind = (int) map.uint(1, 1, 6);
    if (kind != ConfigOp.KIND) {
      CborReader.checkSize(bytes, "operation", MAX_SIZE);
    }
    Op op =
        switch (kind) {
          case Claim.KIND -> Claim.read(map);
          case Renew.KIND -> Renew.read(map);
          case Transfer.KIND -> Transfer.read(map);
          case Release.KIND -> Release.read(map);
          case ConfigOp.KIND -> ConfigOp.read(map);
          default -> Carry.read(map);
        };
    map.end();
    return op;
  }

  private static MapWriter begin(int kind) {
    return new MapWriter().uint(0, MapReader.VERSION).uint(1, kind);
  }

  private static MapWriter begin(int kind, Step step) {
    MapWriter map = begin(kind);
    step.write(map);
    return map;
  }

  /** Keys 2 to 4 of an operation on the network: no name, the new epoch. */
  private static long readEpoch(MapReader map) throws InvalidException {
    map.text(2, 0);
    return map.uint(3, 1, Fields.U32);
  }

  /** An operation on a name. */
  sealed interface NameOp extends Op {
    Step step();

    @Override
    default String name() {
      return step().name();
    }

    @Override
    default long g() {
      return step().g();
    }
  }

  /** An operation that begins a tenure, be it a vacant one. */
  sealed interface TenureOp extends NameOp {
    /** Who holds the name from now on; null when nobody does. */
    @Nullable Holder holder();
  }

  /** An operation that grants a lease. */
  sealed interface LeaseOp extends NameOp {
    Lease lease();

    @Override
    default long at() {
      return lease().at();
    }
  }

  /**
   * Takes a name that nobody holds; signed by the owner.
   *
   * @param nonce 16 bytes that nobody can guess
   */
  record Claim(Step step, Holder holder, Lease lease, Bytes nonce) implements TenureOp, LeaseOp {
    static final int KIND = 1;

    @Override
    public int signatures() {
      return 1;
    }

    private static Claim read(MapReader map) throws InvalidException {
      return new Claim(
          Step.read(map), Holder.read(map), Lease.read(map), map.bytes(11, Fields.NONCE));
    }

    @Override
    public Bytes encode() {
      MapWriter map = begin(KIND, step);
      holder.write(map);
      lease.write(map);
      return map.bytes(11, nonce).encode();
    }
  }

  /**
   * Extends the lease; signed by the key that {@code signer} names.
   *
   * @param tenureId opHash of the operation that began the tenure
   */
  record Renew(Step step, Lease lease, Signer signer, Bytes tenureId) implements LeaseOp {
    static final int KIND = 2;

    @Override
    public int signatures() {
      return 1;
    }

    private static Renew read(MapReader map) throws InvalidException {
      Step step = Step.read(map);
      step.checkNotFirst(false);
      return new Renew(
          step, Lease.read(map), Signer.of(map.uint(12, 0, 1)), map.bytes(13, Fields.HASH));
    }

    @Override
    public Bytes encode() {
      MapWriter map = begin(KIND, step);
      lease.write(map);
      return map.uint(12, signer.number()).bytes(13, tenureId).encode();
    }
  }

  /**
   * Passes a name on; signed by {@code by}, accepted by the new owner.
   *
   * @param nonce 16 bytes that nobody can guess
   * @param by the old owner's or the recovery key
   */
  record Transfer(Step step, Holder holder, Lease lease, Bytes nonce, PublicKey by)
      implements TenureOp, LeaseOp {
    static final int KIND = 3;

    @Override
    public int signatures() {
      return 2;
    }

    private static Transfer read(MapReader map) throws InvalidException {
      Step step = Step.read(map);
      step.checkNotFirst(true);
      return new Transfer(
          step,
          Holder.read(map),
          Lease.read(map),
          map.bytes(11, Fields.NONCE),
          Fields.publicKey(map, 14));
    }

    @Override
    public Bytes encode() {
      MapWriter map = begin(KIND, step);
      holder.write(map);
      lease.write(map);
      return map.bytes(11, nonce).bytes(14, by.bytes()).encode();
    }
  }

  /**
   * Gives a name up; signed by {@code by}.
   *
   * @param by the owner's or the recovery key
   */
  record Release(Step step, long at, PublicKey by) implements TenureOp {
    static final int KIND = 4;

    @Override
    public @Nullable Holder holder() {
      return null;
    }

    @Override
    public int signatures() {
      return 1;
    }

    private static Release read(MapReader map) throws InvalidException {
      Step step = Step.read(map);
      step.checkNotFirst(true);
      return new Release(step, map.uint(9, 0, Fields.TIME), Fields.publicKey(map, 14));
    }

    @Override
    public Bytes encode() {
      return begin(KIND, step).uint(9, at).bytes(14, by.bytes()).encode();
    }
  }

  /**
   * Changes the witnesses; accepted by every member of the new set.
   *
   * @param g the new epoch
   * @param prev the id of the configuration now in force
   */
  record ConfigOp(long g, Bytes prev, long at, Config config) implements Op {
    static final int KIND = 5;

    @Override
    public String name() {
      return "";
    }

    @Override
    public int signatures() {
      return config.witnesses().size();
    }

    private static ConfigOp read(MapReader map) throws RecordException {
      return new ConfigOp(
          readEpoch(map),
          map.bytes(4, Fields.HASH),
          map.uint(9, 0, Fields.TIME),
          Config.decode(map.bytes(15, 0, Config.MAX_SIZE)));
    }

    @Override
    public Bytes encode() {
      return begin(KIND)
          .text(2, "")
          .uint(3, g)
          .bytes(4, prev)
          .uint(9, at)
          .nested(15, config)
          .encode();
    }
  }

  /**
   * What the new witnesses take over; not signed, every member recomputes it.
   *
   * @param g the new epoch
   * @param prev the new configuration's id
   * @param root the tree hash of the carry list
   */
  record Carry(long g, Bytes prev, long at, Bytes root) implements Op {
    static final int KIND = 6;

    @Override
    public String name() {
      return "";
    }

    @Override
    public int signatures() {
      return 0;
    }

    private static Carry read(MapReader map) throws InvalidException {
      return new Carry(
          readEpoch(map),
          map.bytes(4, Fields.HASH),
          map.uint(9, 0, Fields.TIME),
          map.bytes(16, Fields.HASH));
    }

    @Override
    public Bytes encode() {
      return begin(KIND).text(2, "").uint(3, g).bytes(4, prev).uint(9, at).bytes(16, root).encode();
    }
  }
}
