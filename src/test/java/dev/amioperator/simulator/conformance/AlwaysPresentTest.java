package dev.amioperator.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/**
 * Members that AWS returns for every resource of a kind, whatever it is. Programs read them without
 * asking whether they are there; in Python a missing member is a KeyError.
 */
class AlwaysPresentTest {

  /**
   * Kinds of resources, as {@link DescribedResources} names them, the text or sample response of
   * AWS that shows their members, and the members: nested by dots; of a list, its first item.
   */
  private static final String TABLE =
      """
      image: AWS CLI, examples of ec2 describe-images
        Architecture CreationDate ImageId ImageLocation ImageType PublicLaunchPermissions OwnerId PlatformDetails
        UsageOperation State Hypervisor Name RootDeviceName RootDeviceType VirtualizationType
        EnaSupport DeregistrationProtection BlockDeviceMappings.DeviceName
        BlockDeviceMappings.Ebs.DeleteOnTermination BlockDeviceMappings.Ebs.SnapshotId
        BlockDeviceMappings.Ebs.VolumeSize BlockDeviceMappings.Ebs.VolumeType
        BlockDeviceMappings.Ebs.Encrypted
      snapshot: AWS CLI, examples of ec2 describe-snapshots
        Description Encrypted OwnerId Progress SnapshotId StartTime State VolumeId VolumeSize
        StorageTier
      reservation: API reference, Reservation
        Groups Instances OwnerId ReservationId
      instance: AWS CLI, examples of ec2 describe-instances
        AmiLaunchIndex ImageId InstanceId InstanceType LaunchTime Monitoring.State
        Placement.AvailabilityZone Placement.GroupName Placement.Tenancy PrivateDnsName
        PrivateIpAddress ProductCodes PublicDnsName State.Code State.Name StateTransitionReason
        SubnetId VpcId Architecture BlockDeviceMappings.Ebs.AttachTime
        BlockDeviceMappings.Ebs.DeleteOnTermination BlockDeviceMappings.Ebs.Status
        BlockDeviceMappings.Ebs.VolumeId ClientToken EbsOptimized EnaSupport Hypervisor
        NetworkInterfaces.NetworkInterfaceId RootDeviceName
        NetworkInterfaces.Attachment.AttachmentId NetworkInterfaces.MacAddress
        NetworkInterfaces.PrivateIpAddresses.Primary NetworkInterfaces.Ipv6Addresses RootDeviceType
        SecurityGroups.GroupName SecurityGroups.GroupId SourceDestCheck VirtualizationType
        CpuOptions.CoreCount CpuOptions.ThreadsPerCore
        CapacityReservationSpecification.CapacityReservationPreference HibernationOptions.Configured
        MetadataOptions.State MetadataOptions.HttpTokens MetadataOptions.HttpPutResponseHopLimit
        MetadataOptions.HttpEndpoint MetadataOptions.HttpProtocolIpv6
        MetadataOptions.InstanceMetadataTags EnclaveOptions.Enabled PlatformDetails UsageOperation
        UsageOperationUpdateTime PrivateDnsNameOptions.HostnameType MaintenanceOptions.AutoRecovery
        CurrentInstanceBootMode
      instanceStatus: AWS CLI, examples of ec2 describe-instance-status
        InstanceId AvailabilityZone InstanceState.Code InstanceState.Name InstanceStatus.Status
        InstanceStatus.Details.Name InstanceStatus.Details.Status SystemStatus.Status
        SystemStatus.Details.Name
      volume: AWS CLI, examples of ec2 describe-volumes
        AvailabilityZone Attachments.AttachTime Attachments.InstanceId Attachments.VolumeId
        Attachments.State Attachments.DeleteOnTermination Attachments.Device Encrypted VolumeType
        VolumeId State Iops SnapshotId CreateTime Size MultiAttachEnabled
      tag: AWS CLI, examples of ec2 describe-tags
        Key ResourceId ResourceType Value
      launchTemplate: AWS CLI, examples of ec2 describe-launch-templates
        LaunchTemplateId LaunchTemplateName CreateTime CreatedBy DefaultVersionNumber
        LatestVersionNumber
      launchTemplateVersion: AWS CLI, examples of ec2 describe-launch-template-versions
        LaunchTemplateId LaunchTemplateName VersionNumber CreateTime CreatedBy DefaultVersion
        LaunchTemplateData.ImageId
      imageReference: API reference, ImageReference
        ImageId ResourceType Arn
      usageReport: API reference, ImageUsageReport
        ImageId ReportId ResourceTypes.ResourceType State CreationTime ExpirationTime
      usageReportEntry: API reference, ImageUsageReportEntry
        ResourceType ReportId UsageCount AccountId ImageId ReportCreationTime
      storeTask: AWS CLI, examples of ec2 describe-store-image-tasks
        AmiId Bucket ProgressPercentage S3objectKey StoreTaskState
        TaskStartTime
      importTask: AWS CLI, examples of ec2 describe-import-snapshot-tasks
        ImportTaskId SnapshotTaskDetail.DiskImageSize SnapshotTaskDetail.Format
        SnapshotTaskDetail.Progress SnapshotTaskDetail.Status SnapshotTaskDetail.StatusMessage
        SnapshotTaskDetail.UserBucket.S3Bucket SnapshotTaskDetail.UserBucket.S3Key
      fastLaunch: AWS CLI, examples of ec2 describe-fast-launch-images
        ImageId ResourceType SnapshotConfiguration.TargetResourceCount MaxParallelLaunches OwnerId
        State StateTransitionReason StateTransitionTime
      lockedSnapshot: AWS CLI, examples of ec2 describe-locked-snapshots
        OwnerId SnapshotId LockState LockDuration LockCreatedOn LockDurationStartTime LockExpiresOn
      binnedImage: AWS CLI, examples of ec2 list-images-in-recycle-bin
        ImageId Name RecycleBinEnterTime RecycleBinExitTime
      binnedSnapshot: AWS CLI, examples of ec2 list-snapshots-in-recycle-bin
        SnapshotId Description VolumeId RecycleBinEnterTime RecycleBinExitTime
      region: AWS CLI, examples of ec2 describe-regions
        Endpoint RegionName OptInStatus
      zone: AWS CLI, examples of ec2 describe-availability-zones
        OptInStatus Messages RegionName ZoneName ZoneId GroupName NetworkBorderGroup ZoneType State
      vpc: AWS CLI, examples of ec2 describe-vpcs
        CidrBlock DhcpOptionsId State VpcId OwnerId InstanceTenancy
        CidrBlockAssociationSet.AssociationId CidrBlockAssociationSet.CidrBlockState.State IsDefault
      subnet: AWS CLI, examples of ec2 describe-subnets
        AvailabilityZone AvailabilityZoneId AvailableIpAddressCount CidrBlock DefaultForAz
        MapPublicIpOnLaunch MapCustomerOwnedIpOnLaunch State SubnetId VpcId OwnerId
        AssignIpv6AddressOnCreation Ipv6CidrBlockAssociationSet SubnetArn EnableDns64 Ipv6Native
        PrivateDnsNameOptionsOnLaunch.HostnameType
      securityGroup: AWS CLI, examples of ec2 describe-security-groups
        Description GroupName IpPermissions.IpRanges IpPermissions.Ipv6Ranges
        IpPermissions.PrefixListIds IpPermissions.UserIdGroupPairs OwnerId GroupId
        IpPermissionsEgress VpcId
      parameter: AWS CLI, examples of ssm get-parameter
        Name Type Value Version LastModifiedDate ARN DataType
      parameterMetadata: AWS CLI, examples of ssm describe-parameters
        Name ARN Type LastModifiedDate LastModifiedUser Version Tier Policies DataType
      parameterHistory: AWS CLI, examples of ssm get-parameter-history
        Name Type LastModifiedDate LastModifiedUser Value Version Labels Tier Policies
      scalingGroup: AWS CLI, examples of autoscaling describe-auto-scaling-groups; SDK model, required
        AutoScalingGroupName AutoScalingGroupARN MinSize MaxSize DesiredCapacity DefaultCooldown
        AvailabilityZones LoadBalancerNames TargetGroupARNs HealthCheckType HealthCheckGracePeriod
        Instances CreatedTime SuspendedProcesses VPCZoneIdentifier EnabledMetrics Tags
        TerminationPolicies NewInstancesProtectedFromScaleIn ServiceLinkedRoleARN
      launchConfiguration: AWS CLI, examples of autoscaling describe-launch-configurations
        LaunchConfigurationName LaunchConfigurationARN ImageId KeyName SecurityGroups
        ClassicLinkVPCSecurityGroups UserData InstanceType KernelId RamdiskId BlockDeviceMappings
        InstanceMonitoring.Enabled CreatedTime EbsOptimized
      key: AWS CLI, examples of kms describe-key
        AWSAccountId KeyId Arn CreationDate Enabled Description KeyUsage KeyState Origin KeyManager
        CustomerMasterKeySpec KeySpec EncryptionAlgorithms MultiRegion
      grant: AWS CLI, examples of kms list-grants
        KeyId GrantId Name CreationDate GranteePrincipal IssuingAccount Operations
      caller: API reference of STS, GetCallerIdentity
        UserId Account Arn
      session: API reference of STS, AssumeRole
        Credentials.AccessKeyId Credentials.SecretAccessKey Credentials.SessionToken
        Credentials.Expiration AssumedRoleUser.AssumedRoleId AssumedRoleUser.Arn
      retentionRule: AWS CLI, examples of rbin get-rule
        Identifier ResourceType ResourceTags Status RetentionPeriod.RetentionPeriodValue
        RetentionPeriod.RetentionPeriodUnit
      """;

  private record Row(String kind, String source, List<String> members) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      if (line.startsWith(" ")) {
        rows.getLast().members().addAll(List.of(line.strip().split(" ")));
      } else {
        String[] head = line.split(": ", 2);
        rows.add(new Row(head[0], head[1], new ArrayList<>()));
      }
    }
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> returnsEveryMember() {
    DescribedResources resources = new DescribedResources();
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.kind(), () -> check(resources, row)));
  }

  private static void check(DescribedResources resources, Row row) throws Exception {
    Object resource = DescribedResources.class.getDeclaredMethod(row.kind()).invoke(resources);
    assertThat(row.members())
        .filteredOn(member -> !present(resource, List.of(member.split("\\."))))
        .as("missing members of %s, according to %s", row.kind(), row.source())
        .isEmpty();
  }

  /** A list that is set and empty is an empty element in the response, and so is present. */
  private static boolean present(Object value, List<String> path) {
    return switch (value) {
      case null -> false;
      case SdkAutoConstructList<?> _ -> false;
      case List<?> list when !path.isEmpty() -> !list.isEmpty() && present(list.getFirst(), path);
      case SdkPojo pojo when !path.isEmpty() ->
          present(member(pojo, path.getFirst()), path.subList(1, path.size()));
      default -> path.isEmpty();
    };
  }

  private static Object member(SdkPojo pojo, String name) {
    return pojo.sdkFields().stream()
        .filter(field -> field.memberName().equals(name))
        .findFirst()
        .map(field -> field.getValueOrDefault(pojo))
        .orElse(null);
  }

  /** What EC2 leaves out, a program must not find here either. */
  @Test
  void leavesOutTagsOfUntaggedResources() {
    DescribedResources resources = new DescribedResources();

    assertThat(
            Stream.of(
                resources.image(), resources.snapshot(), resources.instance(), resources.volume()))
        .noneMatch(resource -> present(resource, List.of("Tags")));
  }
}
