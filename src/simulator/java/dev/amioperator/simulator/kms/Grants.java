package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.KmsKey;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/** Grants on KMS keys. */
public final class Grants {

  /**
   * CreateGrant, for every caller that may use the KMS key. A grant with the same name and content
   * is created once.
   *
   * @throws ApiError {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     ValidationException}
   */
  public CreateGrantResponse create(Call call, CreateGrantRequest request) {
    KmsKey key = KeyActions.find(call, request.keyId());
    if (!key.usableBy(call.accountId())) {
      throw KeyActions.denied(call, key);
    }
    if (request.granteePrincipal() == null || request.operationsAsStrings().isEmpty()) {
      throw new ApiError("ValidationException", "granteePrincipal and operations are required");
    }
    KmsKey.Grant grant =
        key.grants().values().stream()
            .filter(existing -> same(existing, request))
            .findFirst()
            .orElseGet(() -> grant(call, request));
    key.grants().put(grant.id(), grant);
    return CreateGrantResponse.builder()
        .grantId(grant.id())
        .grantToken("token-" + grant.id())
        .build();
  }

  /** ListGrants, of a KMS key or of a grantee. */
  public ListGrantsResponse list(Call call, ListGrantsRequest request) {
    KmsKey key = KeyActions.own(call, request.keyId());
    List<GrantListEntry> grants =
        key.grants().values().stream()
            .filter(
                grant ->
                    request.granteePrincipal() == null
                        || request.granteePrincipal().equals(grant.grantee()))
            .filter(grant -> request.grantId() == null || request.grantId().equals(grant.id()))
            .map(grant -> show(key, grant))
            .toList();
    return ListGrantsResponse.builder().grants(grants).truncated(false).build();
  }

  /**
   * RevokeGrant.
   *
   * @throws ApiError {@code NotFoundException}
   */
  public RevokeGrantResponse revoke(Call call, RevokeGrantRequest request) {
    KmsKey key = KeyActions.own(call, request.keyId());
    if (request.grantId() == null || key.grants().remove(request.grantId()) == null) {
      throw new ApiError("NotFoundException", "Grant ID " + request.grantId() + " not found");
    }
    return RevokeGrantResponse.builder().build();
  }

  private static boolean same(KmsKey.Grant grant, CreateGrantRequest request) {
    return request.name() != null
        && request.name().equals(grant.name())
        && request.granteePrincipal().equals(grant.grantee())
        && request.operationsAsStrings().equals(grant.operations());
  }

  private static KmsKey.Grant grant(Call call, CreateGrantRequest request) {
    return new KmsKey.Grant(
        call.cloudState().ids().nextUuid().replace("-", ""),
        request.name(),
        request.granteePrincipal(),
        List.copyOf(request.operationsAsStrings()),
        call.now());
  }

  private static GrantListEntry show(KmsKey key, KmsKey.Grant grant) {
    return GrantListEntry.builder()
        .keyId(key.arn())
        .grantId(grant.id())
        .name(Objects.requireNonNullElse(grant.name(), ""))
        .granteePrincipal(grant.grantee())
        .operationsWithStrings(grant.operations())
        .issuingAccount(key.partition().root(key.ownerId()))
        .creationDate(grant.created())
        .build();
  }
}
