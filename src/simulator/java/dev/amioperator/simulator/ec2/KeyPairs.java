package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/** ImportKeyPair, DescribeKeyPairs and DeleteKeyPair; an account has none at first. */
public final class KeyPairs {
  private static final Filters<KeyPair> FILTERS =
      Filters.<KeyPair>ofResource()
          .on("key-pair-id", KeyPair::id)
          .on("fingerprint", KeyPair::fingerprint)
          .on("key-name", KeyPair::name);

  /**
   * ImportKeyPair.
   *
   * @throws ApiError {@code InvalidKeyPair.Duplicate}, {@code InvalidKey.Format}, {@code
   *     MissingParameter}
   */
  public ImportKeyPairResponse importKey(Call call, ImportKeyPairRequest request) {
    String name = request.keyName();
    if (name == null || name.isEmpty()) {
      throw Ec2Errors.missingParameter("KeyName");
    }
    if (request.publicKeyMaterial() == null) {
      throw Ec2Errors.missingParameter("PublicKeyMaterial");
    }
    if (named(call, name).isPresent()) {
      throw new ApiError("InvalidKeyPair.Duplicate", "The keypair '" + name + "' already exists.");
    }
    PublicKeyMaterial key = PublicKeyMaterial.parse(request.publicKeyMaterial().asByteArray());
    Map<String, String> tags =
        TagRules.tagsFor(request.tagSpecifications(), "key-pair", Set.of("key-pair"));
    call.authorizeCreate("key-pair", tags);
    call.checkDryRun();
    KeyPair pair =
        new KeyPair(
            call.newId("key"),
            call.accountId(),
            name,
            key.type(),
            key.fingerprint(),
            key.text(),
            call.now());
    call.region().networks().keyPairs().add(pair);
    tags.forEach((k, v) -> call.region().networks().keyPairs().tag(pair, k, v));
    return PojoMaps.copy(show(pair, false), ImportKeyPairResponse.builder()).build();
  }

  /**
   * DescribeKeyPairs, by name, by id or all.
   *
   * @throws ApiError {@code InvalidKeyPair.NotFound}
   */
  public DescribeKeyPairsResponse describe(Call call, DescribeKeyPairsRequest request) {
    NavigableMap<String, KeyPair> candidates = new TreeMap<>();
    for (String name : request.keyNames()) {
      KeyPair pair = named(call, name).orElseThrow(() -> notFound(name));
      candidates.put(pair.id(), pair);
    }
    for (String id : request.keyPairIds()) {
      candidates.put(id, Optional.ofNullable(own(call).get(id)).orElseThrow(() -> notFound(id)));
    }
    if (request.keyNames().isEmpty() && request.keyPairIds().isEmpty()) {
      candidates.putAll(own(call));
    }
    Predicate<KeyPair> passes = FILTERS.compile(call, request.filters());
    boolean withKey = Boolean.TRUE.equals(request.includePublicKey());
    List<KeyPairInfo> pairs =
        candidates.values().stream().filter(passes).map(pair -> show(pair, withKey)).toList();
    return DescribeKeyPairsResponse.builder().keyPairs(pairs).build();
  }

  /** DeleteKeyPair, by name or id; a missing key pair is no error. */
  public DeleteKeyPairResponse delete(Call call, DeleteKeyPairRequest request) {
    Optional<KeyPair> pair =
        request.keyPairId() != null
            ? Optional.ofNullable(own(call).get(request.keyPairId()))
            : named(call, request.keyName());
    pair.ifPresentOrElse(call::authorize, () -> authorizeMissing(call, request));
    call.checkDryRun();
    pair.ifPresent(
        found -> {
          call.region().networks().keyPairs().remove(found.id());
          call.recordDeleted(found.id());
        });
    return DeleteKeyPairResponse.builder()
        .returnValue(true)
        .keyPairId(pair.map(KeyPair::id).orElse(null))
        .build();
  }

  private static void authorizeMissing(Call call, DeleteKeyPairRequest request) {
    String name = request.keyName() == null ? "*" : request.keyName();
    call.authorize(
        Call.arn("ec2", call.region().name(), call.accountId(), "key-pair/" + name), Map.of());
  }

  private static NavigableMap<String, KeyPair> own(Call call) {
    return call.region().networks().keyPairs().ownedBy(call.accountId());
  }

  private static Optional<KeyPair> named(Call call, String name) {
    return own(call).values().stream().filter(pair -> pair.name().equals(name)).findFirst();
  }

  private static ApiError notFound(String key) {
    return new ApiError("InvalidKeyPair.NotFound", "The key pair '" + key + "' does not exist");
  }

  private static KeyPairInfo show(KeyPair pair, boolean withKey) {
    return KeyPairInfo.builder()
        .keyPairId(pair.id())
        .keyName(pair.name())
        .keyType(pair.keyType())
        .keyFingerprint(pair.fingerprint())
        .createTime(pair.created())
        .publicKey(withKey ? pair.publicKey() : null)
        .tags(ImageViews.tags(pair.tags()))
        .build();
  }
}
