package dev.amioperator.ec2;

/** An EC2 action that writes, grouped by the resource it acts on. */
public sealed interface Ec2Action extends AwsAction
    permits ImageCreationAction,
        ImageAction,
        SnapshotAction,
        TagAction,
        InstanceAction,
        UsageReportAction {}
