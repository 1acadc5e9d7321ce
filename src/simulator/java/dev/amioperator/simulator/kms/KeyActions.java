package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.ec2.KeyAccess;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.KmsKeys;
import dev.amioperator.simulator.state.Partition;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;

/** CreateKey, CreateAlias, DescribeKey, EnableKey, DisableKey and key policies. */
public final class KeyActions {

  /** CreateKey: always a symmetric KMS key. */
  public CreateKeyResponse create(Call call, CreateKeyRequest request) {
    Set<String> trusted =
        request.policy() == null ? Set.of() : KeyPolicy.trustedAccounts(request.policy());
    KmsKeys keys = call.region().kmsKeys();
    KmsKey key =
        Boolean.TRUE.equals(request.multiRegion())
            ? keys.createPrimary(call.accountId(), call.now())
            : keys.create(call.accountId(), call.now());
    key.policy(request.policy(), trusted);
    key.description(Objects.requireNonNullElse(request.description(), ""));
    return CreateKeyResponse.builder().keyMetadata(KeyViews.show(call, key)).build();
  }

  /**
   * CreateAlias.
   *
   * @throws ApiError {@code AlreadyExistsException}, {@code InvalidAliasNameException}
   */
  public CreateAliasResponse createAlias(Call call, CreateAliasRequest request) {
    String alias = request.aliasName();
    if (alias == null
        || !alias.matches("alias/[A-Za-z0-9/_-]+")
        || alias.startsWith("alias/aws/")) {
      throw new ApiError(
          "InvalidAliasNameException", "Alias must start with alias/ and not with alias/aws/");
    }
    if (call.region().kmsKeys().find(call.accountId(), alias).isPresent()) {
      throw new ApiError("AlreadyExistsException", "The alias " + alias + " already exists");
    }
    KmsKey key = own(call, request.targetKeyId());
    call.authorize(Partition.arn("kms", call.region().name(), call.accountId(), alias), Map.of());
    key.aliases().add(alias);
    return CreateAliasResponse.builder().build();
  }

  /**
   * DescribeKey, by id, alias or ARN.
   *
   * @throws ApiError {@code NotFoundException}, {@code AccessDeniedException} for a key of another
   *     account without permission
   */
  public DescribeKeyResponse describe(Call call, DescribeKeyRequest request) {
    KmsKey key = find(call, request.keyId());
    if (!KeyAccess.allows(call, key, "DescribeKey")) {
      throw denied(call, key);
    }
    return DescribeKeyResponse.builder().keyMetadata(KeyViews.show(call, key)).build();
  }

  /** EnableKey. */
  public EnableKeyResponse enable(Call call, EnableKeyRequest request) {
    own(call, request.keyId()).enabled(true);
    return EnableKeyResponse.builder().build();
  }

  /** DisableKey: snapshots under the KMS key can be neither copied nor launched. */
  public DisableKeyResponse disable(Call call, DisableKeyRequest request) {
    own(call, request.keyId()).enabled(false);
    return DisableKeyResponse.builder().build();
  }

  /** GetKeyPolicy. */
  public GetKeyPolicyResponse policy(Call call, GetKeyPolicyRequest request) {
    KmsKey key = own(call, request.keyId());
    return GetKeyPolicyResponse.builder().policyName("default").policy(policyOf(key)).build();
  }

  static String policyOf(KmsKey key) {
    return key.policy() == null ? KeyPolicy.ofOwner(key.partition(), key.ownerId()) : key.policy();
  }

  /**
   * PutKeyPolicy. Only the accounts in its Allow statements have an effect.
   *
   * @throws ApiError {@code MalformedPolicyDocumentException}
   */
  public PutKeyPolicyResponse putPolicy(Call call, PutKeyPolicyRequest request) {
    KmsKey key = own(call, request.keyId());
    key.policy(request.policy(), KeyPolicy.trustedAccounts(request.policy()));
    return PutKeyPolicyResponse.builder().build();
  }

  static KmsKey find(Call call, String id) {
    return find(call, id, RequestContext.EMPTY);
  }

  /**
   * KMS key for a call that is authorized on it.
   *
   * @param request condition keys of the request
   */
  static KmsKey find(Call call, String id, RequestContext request) {
    if (id == null) {
      throw new ApiError("ValidationException", "keyId is required");
    }
    requireOwnRegion(call, id);
    if (id.equals("alias/aws/ebs")) {
      return call.region().kmsKeys().defaultEbsKey(call.accountId(), call.now());
    }
    KmsKey key =
        call.region()
            .kmsKeys()
            .find(call.accountId(), id)
            .orElseThrow(
                () ->
                    new ApiError(
                        "NotFoundException",
                        id.contains("alias/")
                            ? "Alias " + id + " is not found."
                            : "Key '" + id + "' does not exist"));
    call.authorize(key.arn(), Map.of(), request);
    return key;
  }

  /** An ARN names a key of its own region, also for a multi-Region key. */
  private static void requireOwnRegion(Call call, String id) {
    String[] parts = id.split(":", 6);
    if (parts.length > 4 && !parts[3].equals(call.region().name())) {
      throw new ApiError("NotFoundException", "Invalid arn " + parts[3]);
    }
  }

  /** Own KMS key by id or ARN; most actions take no alias. */
  static KmsKey own(Call call, String id) {
    KmsKey key = find(call, requireNoAlias(id));
    if (!key.ownerId().equals(call.accountId())) {
      throw denied(call, key);
    }
    return key;
  }

  static String requireNoAlias(String id) {
    if (id != null && id.contains("alias/")) {
      throw new ApiError("NotFoundException", "Invalid keyId " + id);
    }
    return id;
  }

  static ApiError denied(Call call, KmsKey key) {
    return new ApiError(
        "AccessDeniedException",
        "User: "
            + call.principalArn()
            + " is not authorized to perform this operation on resource: "
            + key.arn()
            + " because no resource-based policy allows it");
  }
}
