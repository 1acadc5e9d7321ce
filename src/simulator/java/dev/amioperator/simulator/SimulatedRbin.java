package dev.amioperator.simulator;

import dev.amioperator.simulator.rbin.RetentionRules;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.CreateRuleRequest;
import software.amazon.awssdk.services.rbin.model.CreateRuleResponse;
import software.amazon.awssdk.services.rbin.model.DeleteRuleRequest;
import software.amazon.awssdk.services.rbin.model.DeleteRuleResponse;
import software.amazon.awssdk.services.rbin.model.GetRuleRequest;
import software.amazon.awssdk.services.rbin.model.GetRuleResponse;
import software.amazon.awssdk.services.rbin.model.ListRulesRequest;
import software.amazon.awssdk.services.rbin.model.ListRulesResponse;
import software.amazon.awssdk.services.rbin.model.UpdateRuleRequest;
import software.amazon.awssdk.services.rbin.model.UpdateRuleResponse;

/** Client for the Recycle Bin rules of a caller in a region. EC2 lists what the bin contains. */
final class SimulatedRbin extends SimulatedClient implements RbinClient {
  private final RetentionRules rules = new RetentionRules();

  SimulatedRbin(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.RBIN, caller, region);
  }

  @Override
  public CreateRuleResponse createRule(CreateRuleRequest request) {
    return serve("CreateRule", request, rules::create);
  }

  @Override
  public GetRuleResponse getRule(GetRuleRequest request) {
    return serve("GetRule", request, rules::get);
  }

  @Override
  public ListRulesResponse listRules(ListRulesRequest request) {
    return serve("ListRules", request, rules::list);
  }

  @Override
  public UpdateRuleResponse updateRule(UpdateRuleRequest request) {
    return serve("UpdateRule", request, rules::update);
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    return serve("DeleteRule", request, rules::delete);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
