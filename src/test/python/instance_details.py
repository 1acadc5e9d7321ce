"""An instance from launch to end, in the calls of Terraform's aws_instance and of cleaners.

The calls and fields are those that the provider makes and reads (hashicorp/terraform-provider-aws,
internal/service/ec2/ec2_instance.go).
"""

import base64
import unittest

from cloud import ACCOUNT, HOME, CloudTest, client, differs_on_moto, eventually, tagged, tags_of


class InstanceTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.image = cls.described(cls.instance)["ImageId"]

    @classmethod
    def described(cls, instance_id):
        answer = cls.ec2.describe_instances(InstanceIds=[instance_id])
        return answer["Reservations"][0]["Instances"][0]

    def launched(self, **more):
        image = self.make()["ImageId"]
        instance = self.ec2.run_instances(
            ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, **more
        )["Instances"][0]["InstanceId"]
        self.reach(instance, "running")
        return instance

    def state(self, instance):
        return self.described(instance)["State"]["Name"]

    def reach(self, instance, state):
        self.assertEqual(state, eventually(lambda: self.state(instance), state))

    def attribute(self, instance, name):
        answer = self.ec2.describe_instance_attribute(InstanceId=instance, Attribute=name)
        return answer[name[0].upper() + name[1:]]


class Launched(InstanceTest):
    @differs_on_moto("it leaves out CPU options and more")
    def test_an_instance_has_everything_that_terraform_reads(self):
        found = self.described(self.launched())

        self.assertEqual("t3.micro", found["InstanceType"])
        self.assertEqual(HOME + "a", found["Placement"]["AvailabilityZone"])
        self.assertEqual("default", found["Placement"]["Tenancy"])
        self.assertEqual("", found["Placement"]["GroupName"])
        self.assertEqual({"CoreCount": 1, "ThreadsPerCore": 2}, found["CpuOptions"])
        self.assertEqual({"Configured": False}, found["HibernationOptions"])
        self.assertEqual({"State": "disabled"}, found["Monitoring"])
        self.assertEqual("ip-name", found["PrivateDnsNameOptions"]["HostnameType"])
        self.assertEqual("default", found["MaintenanceOptions"]["AutoRecovery"])
        self.assertEqual(
            "open", found["CapacityReservationSpecification"]["CapacityReservationPreference"]
        )
        metadata = found["MetadataOptions"]
        self.assertEqual(
            ("applied", "enabled", 1, "disabled"),
            (
                metadata["State"],
                metadata["HttpEndpoint"],
                metadata["HttpPutResponseHopLimit"],
                metadata["InstanceMetadataTags"],
            ),
        )
        self.assertFalse(found["EbsOptimized"])
        self.assertTrue(found["SourceDestCheck"])
        self.assertEqual([], found["ProductCodes"])
        self.assertEqual("", found["StateTransitionReason"])

    @differs_on_moto("its instances have no security group")
    def test_an_instance_is_in_the_default_network(self):
        found = self.described(self.launched())

        subnet = self.ec2.describe_subnets(SubnetIds=[found["SubnetId"]])["Subnets"][0]
        self.assertEqual(subnet["VpcId"], found["VpcId"])
        self.assertEqual(["default"], [g["GroupName"] for g in found["SecurityGroups"]])
        interface = found["NetworkInterfaces"][0]
        self.assertEqual(0, interface["Attachment"]["DeviceIndex"])
        self.assertEqual(found["PrivateIpAddress"], interface["PrivateIpAddress"])
        self.assertTrue(interface["PrivateIpAddresses"][0]["Primary"])
        self.assertEqual([], interface["Ipv6Addresses"])
        self.assertEqual(found["PublicIpAddress"], interface["Association"]["PublicIp"])
        self.assertEqual(
            f"ip-{found['PrivateIpAddress'].replace('.', '-')}.{HOME}.compute.internal",
            found["PrivateDnsName"],
        )

    def test_a_zone_selects_its_default_subnet(self):
        instance = self.launched(Placement={"AvailabilityZone": HOME + "b"})

        found = self.described(instance)
        subnet = self.ec2.describe_subnets(SubnetIds=[found["SubnetId"]])["Subnets"][0]
        self.assertEqual(HOME + "b", found["Placement"]["AvailabilityZone"])
        self.assertEqual(HOME + "b", subnet["AvailabilityZone"])

    def test_an_instance_from_a_template_says_which(self):
        template = self.ec2.create_launch_template(
            LaunchTemplateName=self.make()["Name"],
            LaunchTemplateData={"ImageId": self.make()["ImageId"], "InstanceType": "t3.micro"},
        )["LaunchTemplate"]["LaunchTemplateId"]
        found = self.ec2.run_instances(
            LaunchTemplate={"LaunchTemplateId": template}, MinCount=1, MaxCount=1
        )["Instances"][0]

        self.assertEqual(
            {"aws:ec2launchtemplate:id": template, "aws:ec2launchtemplate:version": "1"},
            tags_of(found),
        )


class Volumes(InstanceTest):
    @differs_on_moto("it leaves out MultiAttachEnabled")
    def test_the_volumes_of_an_instance_are_described(self):
        instance = self.launched(TagSpecifications=tagged({"suite": "boto3"}, "volume"))
        filters = [{"Name": "attachment.instance-id", "Values": [instance]}]
        volume = self.ec2.describe_volumes(Filters=filters)["Volumes"][0]

        self.assertEqual("in-use", volume["State"])
        self.assertEqual(HOME + "a", volume["AvailabilityZone"])
        self.assertEqual({"suite": "boto3"}, tags_of(volume))
        self.assertFalse(volume["MultiAttachEnabled"])
        attachment = volume["Attachments"][0]
        self.assertEqual(
            (instance, "attached", True),
            (attachment["InstanceId"], attachment["State"], attachment["DeleteOnTermination"]),
        )
        mapping = self.described(instance)["BlockDeviceMappings"][0]
        self.assertEqual(mapping["Ebs"]["VolumeId"], volume["VolumeId"])
        self.assertEqual(mapping["DeviceName"], attachment["Device"])

        by_id = self.ec2.describe_volumes(VolumeIds=[volume["VolumeId"]])["Volumes"]
        self.assertEqual([volume], by_id)

    def test_volumes_take_tags(self):
        volume = self.described(self.launched())["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
        self.ec2.create_tags(Resources=[volume], Tags=[{"Key": "Name", "Value": volume}])

        found = self.ec2.describe_volumes(Filters=[{"Name": "tag:Name", "Values": [volume]}])
        self.assertEqual([volume], [v["VolumeId"] for v in found["Volumes"]])

    def test_an_unknown_volume_is_refused(self):
        self.refused(
            "InvalidVolume.NotFound",
            self.ec2.describe_volumes,
            VolumeIds=["vol-00000000000000bad"],
        )

    def test_a_volume_ends_with_its_instance(self):
        instance = self.launched()
        volume = self.described(instance)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.reach(instance, "terminated")

        self.refused(
            "InvalidVolume.NotFound", self.ec2.describe_volumes, VolumeIds=[volume]
        )


class Attributes(InstanceTest):
    def test_attributes_are_read_one_by_one(self):
        script = "echo hello"
        instance = self.launched(UserData=script, DisableApiTermination=False)

        self.assertEqual({"Value": "t3.micro"}, self.attribute(instance, "instanceType"))
        self.assertEqual({"Value": False}, self.attribute(instance, "disableApiTermination"))
        self.assertEqual({"Value": False}, self.attribute(instance, "disableApiStop"))
        self.assertEqual(
            {"Value": "stop"}, self.attribute(instance, "instanceInitiatedShutdownBehavior")
        )
        user_data = self.attribute(instance, "userData")["Value"]
        self.assertEqual(script, base64.b64decode(user_data).decode())

    def test_an_instance_without_user_data_has_an_empty_attribute(self):
        self.assertEqual({}, self.attribute(self.launched(), "userData"))

    @differs_on_moto("it terminates protected instances")
    def test_a_protected_instance_is_not_terminated(self):
        instance = self.launched(DisableApiTermination=True)
        self.refused(
            "OperationNotPermitted", self.ec2.terminate_instances, InstanceIds=[instance]
        )
        self.ec2.modify_instance_attribute(
            InstanceId=instance, DisableApiTermination={"Value": False}
        )
        self.ec2.terminate_instances(InstanceIds=[instance])

    @differs_on_moto("it has no credits")
    def test_burstable_instances_have_unlimited_credits(self):
        instance = self.launched()
        answer = self.ec2.describe_instance_credit_specifications(InstanceIds=[instance])

        self.assertEqual(
            [{"InstanceId": instance, "CpuCredits": "unlimited"}],
            answer["InstanceCreditSpecifications"],
        )

    @differs_on_moto("it does not have the action")
    def test_an_instance_gives_the_uefi_data_of_its_image(self):
        image = self.ec2.register_image(
            Name=self.make()["Name"] + "-uefi",
            Architecture="x86_64",
            BootMode="uefi",
            UefiData="QU1aTlVFRkk=",
            RootDeviceName="/dev/xvda",
            VirtualizationType="hvm",
            EnaSupport=True,
            BlockDeviceMappings=[
                {
                    "DeviceName": "/dev/xvda",
                    "Ebs": {
                        "SnapshotId": self.make()["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
                    },
                }
            ],
        )["ImageId"]
        instance = self.ec2.run_instances(
            ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1
        )["Instances"][0]

        self.assertEqual("uefi", instance["CurrentInstanceBootMode"])
        answer = self.ec2.get_instance_uefi_data(InstanceId=instance["InstanceId"])
        self.assertEqual(instance["InstanceId"], answer["InstanceId"])
        self.assertEqual("QU1aTlVFRkk=", answer["UefiData"])


class Terminated(InstanceTest):
    @differs_on_moto("it keeps the network of a terminated instance")
    def test_a_terminated_instance_has_no_network_and_no_devices(self):
        instance = self.launched()
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.reach(instance, "terminated")

        found = self.described(instance)
        for name in ("SubnetId", "VpcId", "PrivateIpAddress", "PublicIpAddress"):
            self.assertNotIn(name, found)
        self.assertEqual([], found["BlockDeviceMappings"])
        self.assertEqual([], found["NetworkInterfaces"])
        self.assertEqual("", found["PrivateDnsName"])
        self.assertRegex(found["StateTransitionReason"], r"^User initiated \(.* GMT\)$")

    def test_a_cleaner_reads_the_image_of_every_instance(self):
        images = [
            instance["ImageId"]
            for reservation in self.ec2.describe_instances()["Reservations"]
            for instance in reservation["Instances"]
        ]
        self.assertIn(self.image, images)


if __name__ == "__main__":
    unittest.main(verbosity=2)
