package dev.amioperator.simulator;

import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

/** EC2 client for a caller and a region. The action groups are its interfaces. */
final class SimulatedEc2 extends SimulatedClient
    implements ImageActions,
        ImageUsageActions,
        SnapshotActions,
        InstanceActions,
        InstanceDetailActions,
        NetworkActions,
        RegionActions {
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
