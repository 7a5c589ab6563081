// Writes test vectors produced by js-libp2p into ../resources/vectors (usage: node gen-vectors.mjs [outDir])
import { mkdirSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
Promise.withResolvers ??= function () { let resolve, reject; const promise = new this((a, b) => { resolve = a; reject = b }); return { promise, resolve, reject } }
const NM = new URL('./node_modules/', import.meta.url)
const inner = (p) => import(new URL(p, NM)) // modules that the packages do not export
const { generateKeyPairFromSeed, publicKeyToProtobuf, privateKeyToProtobuf, privateKeyFromProtobuf } = await import('@libp2p/crypto/keys')
const { peerIdFromPrivateKey } = await import('@libp2p/peer-id')
const { RecordEnvelope, PeerRecord } = await import('@libp2p/peer-record')
const { multiaddr } = await import('@multiformats/multiaddr')
const { createLibp2p } = await import('libp2p')
const { tcp } = await import('@libp2p/tcp')
const { noise } = await import('@libp2p/noise')
const { yamux } = await import('@libp2p/yamux')
const { identify } = await import('@libp2p/identify')
const { ping } = await import('@libp2p/ping')
const { gossipsub } = await import('@libp2p/gossipsub')
const { defaultCrypto } = await inner('@libp2p/noise/dist/src/crypto/index.js')
const { wrapCrypto } = await inner('@libp2p/noise/dist/src/crypto.js')
const { XXHandshakeState, ZEROLEN } = await inner('@libp2p/noise/dist/src/protocol.js')
const { createHandshakePayload, decodeHandshakePayload } = await inner('@libp2p/noise/dist/src/utils.js')
const { RPC } = await inner('@libp2p/gossipsub/dist/src/message/rpc.js')
const { buildRawMessage, validateToRawMessage, SignPrefix } = await inner('@libp2p/gossipsub/dist/src/utils/buildRawMessage.js')
const { getPublishConfigFromPeerId } = await inner('@libp2p/gossipsub/dist/src/utils/publishConfig.js')
const { msgIdFnStrictSign, msgIdFnStrictNoSign } = await inner('@libp2p/gossipsub/dist/src/utils/msgIdFn.js')
const { Identify } = await inner('@libp2p/identify/dist/src/pb/message.js')
const { encodeHeader } = await inner('@libp2p/yamux/dist/src/encode.js')
const { FrameType, Flag } = await inner('@libp2p/yamux/dist/src/frame.js')

const out = process.argv[2] ?? new URL('../resources/vectors', import.meta.url).pathname
mkdirSync(out, { recursive: true })
const save = (name, o) => writeFileSync(`${out}/${name}.json`, JSON.stringify(o, null, 1) + '\n')
const raw = (b) => b == null ? null : (b instanceof Uint8Array ? b : b.subarray())
const hex = (b) => b == null ? null : Buffer.from(raw(b)).toString('hex')
const unhex = (s) => new Uint8Array(Buffer.from(s, 'hex'))
const rep = (h) => unhex(h.repeat(32))
const cat = (...a) => new Uint8Array(Buffer.concat(a.map(raw)))
const utf8 = (s) => new Uint8Array(Buffer.from(s))
const uvarint = (n) => { const o = []; while (n > 127) { o.push(n % 128 + 128); n = Math.floor(n / 128) } o.push(n); return Uint8Array.from(o) }
const lp = (b) => cat(uvarint(raw(b).length), b)
const from = 'js-libp2p: libp2p 3.3.11, @libp2p/noise 17.0.3, @libp2p/yamux 8.0.3, @libp2p/gossipsub 17.1.1 on ' + process.version

// --- keys and peer ids
const seeds = ['01'.repeat(32), '02'.repeat(32), '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60']
const keyVec = async (k, extra) => ({
  ...extra, publicRaw: hex(k.publicKey.raw), privateRaw64: hex(k.raw), publicProtobuf: hex(publicKeyToProtobuf(k.publicKey)), privateProtobuf: hex(privateKeyToProtobuf(k)),
  peerIdMultihash: hex(peerIdFromPrivateKey(k).toMultihash().bytes), peerIdBase58: peerIdFromPrivateKey(k).toString(), peerIdCidV1Base32: peerIdFromPrivateKey(k).toCID().toString(),
  signedMessageUtf8: 'libp2p test message', signature: hex(await k.sign(utf8('libp2p test message')))
})
const keys = []
for (const s of seeds) keys.push(await generateKeyPairFromSeed('Ed25519', unhex(s)))
const spec = privateKeyFromProtobuf(unhex('080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e'))
save('keys', { from, ed25519: [...await Promise.all(keys.map((k, i) => keyVec(k, { seed: seeds[i] }))), await keyVec(spec, { note: 'the private key of the libp2p peer-ids spec', seed: hex(spec.raw.subarray(0, 32)) })] })
const [kA, kB] = keys; const pA = peerIdFromPrivateKey(kA); const pB = peerIdFromPrivateKey(kB)

// --- multiaddrs
const texts = ['/ip4/127.0.0.1/tcp/4001', '/ip4/0.0.0.0/tcp/0', '/ip4/192.0.2.1/udp/4001/quic-v1', '/ip6/::1/tcp/4001', '/ip6/2001:db8::7573:b0a8:46b0:bfea/tcp/65535', '/ip6zone/eth0/ip6/fe80::1/tcp/4001', '/dns/example.org/tcp/443', '/dns4/example.org/tcp/4001', '/dns6/example.org/tcp/4001', '/dnsaddr/bootstrap.example.org', '/ip4/127.0.0.1/tcp/4001/ws', '/dns4/example.org/tcp/443/tls/ws', `/p2p/${pA}`, `/ip4/192.0.2.1/tcp/4001/p2p/${pA}`, `/ip4/192.0.2.1/tcp/4001/p2p/${pB}/p2p-circuit/p2p/${pA}`]
const bad = ['ip4/127.0.0.1', '/ip4/256.0.0.1/tcp/1', '/ip4/127.0.0.1/tcp/65536', '/ip4/127.0.0.1/tcp', '/ip4', '/nope/1', '/ip6/::g/tcp/1', '/p2p/notapeerid']
const verdict = (t) => { try { const m = multiaddr(t); return { accepted: true, hex: hex(m.bytes) } } catch (e) { return { accepted: false, error: e.message } } }
save('multiaddr', {
  from, valid: texts.map((t) => { const m = multiaddr(t); return { text: t, hex: hex(m.bytes), decodedText: multiaddr(m.bytes).toString(), parts: m.getComponents().map((c) => [c.code, c.name, c.value ?? null]) } }),
  invalidText: bad.map((t) => ({ text: t, ...verdict(t) })), legacyIpfsName: { text: `/ipfs/${pA}`, ...verdict(`/ipfs/${pA}`), decodedText: (() => { try { return multiaddr(`/ipfs/${pA}`).toString() } catch (e) { return null } })() },
  cidPeerIdText: (() => { const t = `/p2p/${pA.toCID()}`; const v = verdict(t); return { text: t, ...v, decodedText: v.accepted ? multiaddr(unhex(v.hex)).toString() : null } })()
})

// --- multistream-select
const mss = (...p) => hex(cat(...p.map((s) => lp(utf8(s + '\n')))))
save('multistream', { note: 'hand-built to the spec with the encoding js uses (uvarint length, text, newline); see session.json for bytes from a live js connection', header: mss('/multistream/1.0.0'), na: mss('na'), ls: mss('ls'), proposeNoise: mss('/multistream/1.0.0', '/noise'), proposeYamux: mss('/multistream/1.0.0', '/yamux/1.0.0'), proposeMeshsub11: mss('/multistream/1.0.0', '/meshsub/1.1.0') })

// --- noise XX
const xKey = (seed) => defaultCrypto.generateX25519KeyPairFromSeed(rep(seed))
async function noiseVector (name, extensions, prologue = ZEROLEN) {
  const [sI, eI, sR, eR] = ['a1', 'a2', 'b1', 'b2'].map(xKey)
  const crypto = (e) => wrapCrypto({ ...defaultCrypto, generateX25519KeyPair: () => e })
  const init = { protocolName: 'Noise_XX_25519_ChaChaPoly_SHA256', prologue }
  const I = new XXHandshakeState({ ...init, crypto: crypto(eI), initiator: true, s: sI })
  const R = new XXHandshakeState({ ...init, crypto: crypto(eR), initiator: false, s: sR })
  const plI = await createHandshakePayload(kA, sI.publicKey, extensions); const plR = await createHandshakePayload(kB, sR.publicKey, extensions)
  const steps = []; const st = (x) => ({ h: hex(x.ss.h), ck: hex(x.ss.ck) })
  const framed = (m) => hex(cat(Uint8Array.from([m.byteLength >> 8, m.byteLength & 255]), m))
  const m1 = I.writeMessageA(ZEROLEN); R.readMessageA(m1); steps.push({ message: 1, sender: 'initiator', payload: '', framed: framed(m1), after: st(I) })
  const m2 = R.writeMessageB(plR); const g2 = I.readMessageB(m2); steps.push({ message: 2, sender: 'responder', payload: hex(plR), framed: framed(m2), after: st(R) })
  const d2 = await decodeHandshakePayload(raw(g2), raw(I.rs), undefined)
  const m3 = I.writeMessageC(plI); const g3 = R.readMessageC(m3); steps.push({ message: 3, sender: 'initiator', payload: hex(plI), framed: framed(m3), after: st(I) })
  const d3 = await decodeHandshakePayload(raw(g3), raw(R.rs), undefined)
  const [i1, i2] = I.ss.split(); const [r1, r2] = R.ss.split(); const transport = []
  for (const [sender, enc, dec, pt] of [['initiator', i1, r1, utf8('hello from the initiator')], ['responder', r2, i2, utf8('hello from the responder')], ['initiator', i1, r1, new Uint8Array(0)], ['initiator', i1, r1, new Uint8Array(300).fill(0x5a)]]) {
    const nonce = enc.n.getUint64(); const c = enc.encryptWithAd(ZEROLEN, pt)
    if (hex(dec.decryptWithAd(ZEROLEN, raw(c))) !== hex(pt)) throw new Error('transport')
    transport.push({ sender, nonce, plaintext: hex(pt), framed: framed(raw(c)) })
  }
  const kp = (k) => ({ private: hex(k.privateKey), public: hex(k.publicKey) })
  return { name, protocolName: init.protocolName, prologue: hex(prologue), initiator: { identitySeed: seeds[0], peerId: pA.toString(), static: kp(sI), ephemeral: kp(eI) }, responder: { identitySeed: seeds[1], peerId: pB.toString(), static: kp(sR), ephemeral: kp(eR) }, decodedByInitiator: { identityKey: hex(d2.identityKey), identitySig: hex(d2.identitySig), streamMuxers: d2.extensions?.streamMuxers ?? [] }, decodedByResponder: { identityKey: hex(d3.identityKey), identitySig: hex(d3.identitySig), streamMuxers: d3.extensions?.streamMuxers ?? [] }, steps, handshakeHash: hex(I.ss.h), initiatorToResponderKey: hex(i1.k), responderToInitiatorKey: hex(i2.k), transport }
}
save('noise-xx', { from, signedPrefix: 'noise-libp2p-static-key:', framing: 'uint16 big endian length + noise message', vectors: [await noiseVector('with early muxer negotiation', { webtransportCerthashes: [], streamMuxers: ['/yamux/1.0.0'] }), await noiseVector('no extensions', undefined)] })

// --- gossipsub
const T = 'example/registry/1'; const data = utf8('hello gossip')
const cfg = getPublishConfigFromPeerId('StrictSign', pA, kA)
const signed = await buildRawMessage(cfg, T, data, data)
signed.raw.seqno = unhex('0000000000000007') // fixed so that the vector is stable; sign again over it
const pre = { from: signed.raw.from, data, seqno: signed.raw.seqno, topic: T, signature: undefined, key: undefined }
const signedBytes = cat(SignPrefix, RPC.Message.encode(pre))
signed.raw.signature = await kA.sign(signedBytes)
const noKey = { ...signed.raw, key: undefined }
const check = async (m, pol = 'StrictSign') => { const r = await validateToRawMessage(pol, m); return r.valid ? 'accept' : `reject: ${r.error}` }
const sm = { type: 'signed', from: pA, data, sequenceNumber: 7n, topic: T, signature: signed.raw.signature, key: kA.publicKey }
const anon = { data, topic: T }
const mid = unhex('00'.repeat(2) + 'ab'.repeat(30)); const mid2 = unhex('cd'.repeat(32))
const rpc = (o) => { const b = RPC.encode({ subscriptions: [], messages: [], ...o }); return { rpc: hex(b), framed: hex(lp(b)) } }
const ctl = (o) => rpc({ control: { ihave: [], iwant: [], graft: [], prune: [], idontwant: [], ...o } })
const px = await RecordEnvelope.seal(new PeerRecord({ peerId: pB, multiaddrs: [multiaddr('/ip4/192.0.2.2/tcp/4002')], seqNumber: 5n }), kB)
const tamper = { ...signed.raw, data: utf8('hello gossiP') }
const wrongFrom = { ...signed.raw, from: pB.toMultihash().bytes }
const shortSeq = { ...signed.raw, seqno: unhex('07') }
save('gossipsub', {
  from, topic: T, data: hex(data), author: { seed: seeds[0], peerId: pA.toString(), fromField: hex(pA.toMultihash().bytes) },
  strictSign: { seqno: '0000000000000007', signPrefixUtf8: 'libp2p-pubsub:', signedBytes: hex(signedBytes), signature: hex(signed.raw.signature), key: hex(signed.raw.key), message: hex(RPC.Message.encode(signed.raw)), ...rpc({ messages: [signed.raw] }), jsVerdict: await check(signed.raw), note: 'js and jvm put key (field 6) in every message; go and rust leave it out for Ed25519' },
  strictSignWithoutKey: { message: hex(RPC.Message.encode(noKey)), ...rpc({ messages: [noKey] }), jsVerdict: await check(noKey) },
  strictNoSign: { message: hex(RPC.Message.encode(anon)), ...rpc({ messages: [anon] }), jsVerdict: await check(anon, 'StrictNoSign') },
  invalid: { tamperedData: { message: hex(RPC.Message.encode(tamper)), jsVerdict: await check(tamper) }, fromOfAnotherPeer: { message: hex(RPC.Message.encode(wrongFrom)), jsVerdict: await check(wrongFrom) }, seqnoOf1Byte: { message: hex(RPC.Message.encode(shortSeq)), jsVerdict: await check(shortSeq) }, signedUnderStrictNoSign: { message: hex(RPC.Message.encode(signed.raw)), jsVerdict: await check(signed.raw, 'StrictNoSign') }, unsignedUnderStrictSign: { message: hex(RPC.Message.encode(anon)), jsVerdict: await check(anon) } },
  messageIds: { jsDefaultStrictSign: hex(msgIdFnStrictSign(sm)), goAndJvmDefault_fromPlusSeqno: hex(cat(pA.toMultihash().bytes, signed.raw.seqno)), rustDefault_base58PlusDecimalSeqno_utf8: pA.toString() + '7', jsDefaultStrictNoSign_sha256OfData: hex(await msgIdFnStrictNoSign({ type: 'unsigned', topic: T, data })), note: 'go, jvm and rust values computed here after reading their source; js values come from the library' },
  rpcs: {
    subscribe: rpc({ subscriptions: [{ subscribe: true, topic: T }] }), unsubscribe: rpc({ subscriptions: [{ subscribe: false, topic: T }] }), empty: rpc({}),
    ihave: ctl({ ihave: [{ topicID: T, messageIDs: [mid, mid2] }] }), iwant: ctl({ iwant: [{ messageIDs: [mid] }] }), graft: ctl({ graft: [{ topicID: T }] }),
    pruneV10: ctl({ prune: [{ topicID: T, peers: [] }] }), pruneV11Backoff60: ctl({ prune: [{ topicID: T, peers: [], backoff: 60 }] }),
    pruneV11PeerExchange: ctl({ prune: [{ topicID: T, peers: [{ peerID: pB.toMultihash().bytes, signedPeerRecord: raw(px.marshal()) }, { peerID: pA.toMultihash().bytes }], backoff: 60 }] }),
    idontwant: ctl({ idontwant: [{ messageIDs: [mid, mid2] }] }),
    everything: rpc({ subscriptions: [{ subscribe: true, topic: T }], messages: [signed.raw], control: { ihave: [{ topicID: T, messageIDs: [mid] }], iwant: [{ messageIDs: [mid2] }], graft: [{ topicID: T }], prune: [{ topicID: T + '/b', peers: [], backoff: 10 }], idontwant: [{ messageIDs: [mid] }] } })
  }
})

// --- signed peer record
const addrs = ['/ip4/192.0.2.1/tcp/4001', '/ip6/2001:db8::1/tcp/4001', '/dns4/node.example.org/tcp/4001'].map((a) => multiaddr(a))
const rec = new PeerRecord({ peerId: pA, multiaddrs: addrs, seqNumber: 1700000000000n }); const env = await RecordEnvelope.seal(rec, kA)
const dom = utf8('libp2p-peer-record'); const pt = env.payloadType; const pay = raw(rec.marshal()); const toSign = cat(lp(dom), lp(pt), lp(pay))
if (!await kA.publicKey.verify(toSign, env.signature)) throw new Error('envelope')
await RecordEnvelope.openAndCertify(raw(env.marshal()), PeerRecord.DOMAIN)
save('peer-record', { from, seed: seeds[0], peerId: pA.toString(), seq: '1700000000000', addresses: addrs.map(String), domainUtf8: 'libp2p-peer-record', payloadType: hex(pt), payload: hex(pay), signedBytes: hex(toSign), signature: hex(env.signature), envelope: hex(env.marshal()) })

// --- identify
const idMsg = { protocolVersion: 'ipfs/0.1.0', agentVersion: 'example/1.0.0', publicKey: publicKeyToProtobuf(kA.publicKey), listenAddrs: addrs.map((a) => a.bytes), observedAddr: multiaddr('/ip4/198.51.100.7/tcp/50123').bytes, protocols: ['/ipfs/id/1.0.0', '/ipfs/id/push/1.0.0', '/ipfs/ping/1.0.0', '/meshsub/1.1.0', '/meshsub/1.2.0'], signedPeerRecord: raw(env.marshal()) }
const idBytes = Identify.encode(idMsg); const idMin = Identify.encode({ listenAddrs: [], protocols: ['/ipfs/id/1.0.0'], publicKey: publicKeyToProtobuf(kA.publicKey) })
save('identify', { from, framing: 'uvarint length + protobuf', full: { protocolVersion: idMsg.protocolVersion, agentVersion: idMsg.agentVersion, publicKey: hex(idMsg.publicKey), listenAddrs: addrs.map(String), observedAddr: '/ip4/198.51.100.7/tcp/50123', protocols: idMsg.protocols, signedPeerRecord: hex(env.marshal()), message: hex(idBytes), framed: hex(lp(idBytes)) }, minimal: { message: hex(idMin), framed: hex(lp(idMin)) } })

// --- yamux
const fr = (type, flag, streamID, length, body) => ({ type: FrameType[type], flags: Object.entries(Flag).filter(([, v]) => typeof v === 'number' && (flag & v)).map(([k]) => k), streamID, length, hex: hex(body ? cat(encodeHeader({ type, flag, streamID, length }), body) : encodeHeader({ type, flag, streamID, length })) })
save('yamux', { from, frames: [fr(FrameType.WindowUpdate, Flag.SYN, 1, 0), fr(FrameType.WindowUpdate, Flag.ACK, 1, 0), fr(FrameType.WindowUpdate, Flag.ACK, 2, 262144), fr(FrameType.Data, 0, 1, 5, utf8('hello')), fr(FrameType.Data, Flag.SYN, 3, 5, utf8('hello')), fr(FrameType.Data, Flag.ACK | Flag.FIN, 3, 5, utf8('hello')), fr(FrameType.WindowUpdate, Flag.FIN, 1, 0), fr(FrameType.WindowUpdate, Flag.ACK | Flag.FIN, 2, 0), fr(FrameType.WindowUpdate, Flag.RST, 1, 0), fr(FrameType.Data, Flag.FIN, 1, 0), fr(FrameType.WindowUpdate, 0, 4294967295, 4294967295), fr(FrameType.Ping, Flag.SYN, 0, 0), fr(FrameType.Ping, Flag.ACK, 0, 0xdeadbeef), fr(FrameType.GoAway, 0, 0, 0), fr(FrameType.GoAway, 0, 0, 1), fr(FrameType.GoAway, 0, 0, 2)] })

// --- a live js <-> js session over loopback TCP, with the noise layer taken off
const log = []; const t0 = performance.now()
const spy = (side) => ({ ...defaultCrypto, chaCha20Poly1305Encrypt: (p, n, ad, k) => { if (ad.byteLength === 0) log.push({ ms: Math.round(performance.now() - t0), side, plaintext: hex(p) }); return defaultCrypto.chaCha20Poly1305Encrypt(p, n, ad, k) } })
const mk = (privateKey, side, seed, listen) => createLibp2p({ privateKey, addresses: { listen }, transports: [tcp()], connectionEncrypters: [noise({ crypto: spy(side), staticNoiseKey: rep(seed) })], streamMuxers: [yamux()], connectionGater: { denyDialMultiaddr: () => false }, services: { identify: identify(), ping: ping(), pubsub: gossipsub({ globalSignaturePolicy: 'StrictSign', allowPublishToZeroTopicPeers: true }) } })
const L = await mk(kB, 'listener', 'b1', ['/ip4/127.0.0.1/tcp/0']); const D = await mk(kA, 'dialer', 'a1', [])
L.services.pubsub.subscribe(T); D.services.pubsub.subscribe(T)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
await D.dial(L.getMultiaddrs()); await sleep(300); await D.services.ping.ping(pB); await sleep(1500)
await D.services.pubsub.publish(T, data); await sleep(300); await D.stop(); await L.stop()
save('session', { from, what: 'plaintext of every noise transport message each side sent, in the order they were encrypted: yamux frames (no multistream for the muxer: it was chosen inside the noise handshake)', dialer: pA.toString(), listener: pB.toString(), topic: T, messages: log })
for (const f of ['keys', 'multiaddr', 'multistream', 'noise-xx', 'gossipsub', 'peer-record', 'identify', 'yamux', 'session']) console.log(f, createHash('sha256').update(await import('node:fs').then((m) => m.readFileSync(`${out}/${f}.json`))).digest('hex').slice(0, 16))
process.exit(0)
