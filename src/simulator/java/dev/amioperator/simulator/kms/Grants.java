package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.ec2.KeyAccess;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.KmsGrant;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.KmsPrincipal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/** Grants on KMS keys. */
public final class Grants {

  /**
   * CreateGrant, for every caller that may use the KMS key. A grant with the same name and content
   * is created once.
   *
   * @throws ApiError {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     DisabledException}, {@code ValidationException}
   */
  public CreateGrantResponse create(Call call, CreateGrantRequest request) {
    KmsKey key =
        KeyActions.find(call, KeyActions.requireNoAlias(request.keyId()), conditionKeys(request));
    if (!KeyAccess.allows(call, key, "CreateGrant")) {
      throw KeyActions.denied(call, key);
    }
    if (request.granteePrincipal() == null || request.operationsAsStrings().isEmpty()) {
      throw new ApiError("ValidationException", "granteePrincipal and operations are required");
    }
    if (!key.enabled()) {
      throw new ApiError("DisabledException", key.arn() + " is disabled.");
    }
    KmsGrant grant =
        key.grants().values().stream()
            .filter(existing -> same(existing, request))
            .findFirst()
            .orElseGet(() -> grant(call, request));
    key.grants().put(grant.id(), grant);
    return CreateGrantResponse.builder().grantId(grant.id()).grantToken(grant.token()).build();
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

  /**
   * RetireGrant, by the retiring principal, by a grantee whose grant allows it, and by the account
   * of the KMS key.
   *
   * @throws ApiError {@code NotFoundException}, {@code AccessDeniedException}
   */
  public RetireGrantResponse retire(Call call, RetireGrantRequest request) {
    KmsKey key =
        request.grantToken() == null
            ? KeyActions.find(call, KeyActions.requireNoAlias(request.keyId()))
            : call.region()
                .kmsKeys()
                .withGrantToken(request.grantToken())
                .orElseThrow(() -> unknown(request));
    KmsGrant grant =
        key.grants().values().stream()
            .filter(
                each ->
                    each.id().equals(request.grantId())
                        || each.token().equals(request.grantToken()))
            .findFirst()
            .orElseThrow(() -> unknown(request));
    if (!mayRetire(KeyAccess.principal(call), key, grant)) {
      throw KeyActions.denied(call, key);
    }
    key.grants().remove(grant.id());
    return RetireGrantResponse.builder().build();
  }

  private static boolean mayRetire(KmsPrincipal principal, KmsKey key, KmsGrant grant) {
    return key.ownerId().equals(principal.accountId())
        || Optional.ofNullable(grant.retiring()).filter(principal::is).isPresent()
        || (principal.is(grant.grantee()) && grant.operations().contains("RetireGrant"));
  }

  private static ApiError unknown(RetireGrantRequest request) {
    return new ApiError("NotFoundException", "Grant ID " + request.grantId() + " not found");
  }

  /** Condition keys of CreateGrant (service authorization reference). */
  private static RequestContext conditionKeys(CreateGrantRequest request) {
    return RequestContext.builder()
        .put("kms:GrantOperations", request.operationsAsStrings())
        .put("kms:GranteePrincipal", request.granteePrincipal())
        .put("kms:RetiringPrincipal", request.retiringPrincipal())
        .put("kms:GrantIsForAWSResource", false)
        .build();
  }

  private static boolean same(KmsGrant grant, CreateGrantRequest request) {
    return request.name() != null
        && request.name().equals(grant.name())
        && request.granteePrincipal().equals(grant.grantee())
        && Objects.equals(request.retiringPrincipal(), grant.retiring())
        && request.operationsAsStrings().equals(grant.operations());
  }

  private static KmsGrant grant(Call call, CreateGrantRequest request) {
    return new KmsGrant(
        call.cloudState().ids().nextUuid().replace("-", ""),
        request.name(),
        request.granteePrincipal(),
        request.retiringPrincipal(),
        List.copyOf(request.operationsAsStrings()),
        call.now());
  }

  private static GrantListEntry show(KmsKey key, KmsGrant grant) {
    return GrantListEntry.builder()
        .keyId(key.arn())
        .grantId(grant.id())
        .name(Objects.requireNonNullElse(grant.name(), ""))
        .granteePrincipal(grant.grantee())
        .retiringPrincipal(grant.retiring())
        .operationsWithStrings(grant.operations())
        .issuingAccount(key.partition().root(key.ownerId()))
        .creationDate(grant.created())
        .build();
  }
}
