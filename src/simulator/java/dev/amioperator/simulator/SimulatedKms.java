package dev.amioperator.simulator;

import dev.amioperator.simulator.kms.Grants;
import dev.amioperator.simulator.kms.KeyActions;
import dev.amioperator.simulator.kms.ReplicaKeys;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
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
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.ReplicateKeyRequest;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/** KMS client for a caller and a region. */
final class SimulatedKms extends SimulatedClient implements KmsClient {
  private final KeyActions keyActions = new KeyActions();
  private final ReplicaKeys replicaKeys = new ReplicaKeys();
  private final Grants grants = new Grants();

  SimulatedKms(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.KMS, caller, region);
  }

  @Override
  public CreateKeyResponse createKey(CreateKeyRequest request) {
    return serve("CreateKey", request, keyActions::create);
  }

  @Override
  public ReplicateKeyResponse replicateKey(ReplicateKeyRequest request) {
    return serve("ReplicateKey", request, replicaKeys::replicate);
  }

  @Override
  public CreateAliasResponse createAlias(CreateAliasRequest request) {
    return serve("CreateAlias", request, keyActions::createAlias);
  }

  @Override
  public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    return serve("DescribeKey", request, keyActions::describe);
  }

  @Override
  public EnableKeyResponse enableKey(EnableKeyRequest request) {
    return serve("EnableKey", request, keyActions::enable);
  }

  @Override
  public DisableKeyResponse disableKey(DisableKeyRequest request) {
    return serve("DisableKey", request, keyActions::disable);
  }

  @Override
  public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
    return serve("GetKeyPolicy", request, keyActions::policy);
  }

  @Override
  public PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
    return serve("PutKeyPolicy", request, keyActions::putPolicy);
  }

  @Override
  public CreateGrantResponse createGrant(CreateGrantRequest request) {
    return serve("CreateGrant", request, grants::create);
  }

  @Override
  public ListGrantsResponse listGrants(ListGrantsRequest request) {
    return serve("ListGrants", request, grants::list);
  }

  @Override
  public RevokeGrantResponse revokeGrant(RevokeGrantRequest request) {
    return serve("RevokeGrant", request, grants::revoke);
  }

  @Override
  public RetireGrantResponse retireGrant(RetireGrantRequest request) {
    return serve("RetireGrant", request, grants::retire);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
