package dev.amioperator.simulator;

import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

/**
 * EC2 for one caller in one region: each action hands its call to the front door. The actions are
 * in the interfaces, by family.
 */
final class SimulatedEc2 extends SimulatedClient
    implements ImageActions, ImageUsageActions, SnapshotActions, InstanceActions, RegionActions {
  SimulatedEc2(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.EC2, caller, region);
  }

  @Override
  public Ec2Waiter waiter() {
    return Ec2Waiter.builder().client(this).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
