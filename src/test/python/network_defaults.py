"""What an account has in a region before it makes anything: a default VPC; and key pairs."""

import unittest

from cloud import ACCOUNT, AWAY, HOME, CloudTest, client, differs_on_moto, tagged, tags_of, unique

PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIHxIqJwtHTGcJN7tPGHMyN7S3pJn3RTlLT3hPIdTu1w test"
)


class Networks(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.ec2 = client("ec2")
        filters = [{"Name": "is-default", "Values": ["true"]}]
        cls.vpc = cls.ec2.describe_vpcs(Filters=filters)["Vpcs"][0]
        cls.in_vpc = [{"Name": "vpc-id", "Values": [cls.vpc["VpcId"]]}]
        cls.group = cls.ec2.describe_security_groups(Filters=cls.in_vpc)["SecurityGroups"][0]

    def subnets(self, **more):
        filters = [{"Name": name.replace("_", "-"), "Values": [v]} for name, v in more.items()]
        return self.ec2.describe_subnets(Filters=filters)["Subnets"]

    @differs_on_moto("its DHCP options have no id")
    def test_the_default_vpc_has_its_usual_addresses(self):
        self.assertEqual("172.31.0.0/16", self.vpc["CidrBlock"])
        self.assertEqual(ACCOUNT, self.vpc["OwnerId"])
        self.assertEqual("available", self.vpc["State"])
        self.assertEqual("default", self.vpc["InstanceTenancy"])
        self.assertRegex(self.vpc["DhcpOptionsId"], "^dopt-")
        association = self.vpc["CidrBlockAssociationSet"][0]
        self.assertEqual("associated", association["CidrBlockState"]["State"])
        self.assertEqual("172.31.0.0/16", association["CidrBlock"])

    def test_terraform_finds_the_default_vpc_by_the_old_name_of_the_filter(self):
        answer = self.ec2.describe_vpcs(Filters=[{"Name": "isDefault", "Values": ["true"]}])
        self.assertEqual([self.vpc["VpcId"]], [vpc["VpcId"] for vpc in answer["Vpcs"]])

        for attribute, member, value in (
            ("enableDnsSupport", "EnableDnsSupport", True),
            ("enableDnsHostnames", "EnableDnsHostnames", True),
            ("enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics", False),
        ):
            answer = self.ec2.describe_vpc_attribute(
                VpcId=self.vpc["VpcId"], Attribute=attribute
            )
            self.assertEqual({"Value": value}, answer[member])

    def test_each_zone_has_a_default_subnet(self):
        subnets = self.subnets(vpc_id=self.vpc["VpcId"])

        self.assertEqual(
            [HOME + zone for zone in "abc"], sorted(s["AvailabilityZone"] for s in subnets)
        )
        self.assertEqual(
            ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"],
            sorted(s["CidrBlock"] for s in subnets),
        )
        for subnet in subnets:
            self.assertTrue(subnet["DefaultForAz"])
            self.assertTrue(subnet["MapPublicIpOnLaunch"])
            self.assertIn(subnet["AvailableIpAddressCount"], range(4000, 4092))
            self.assertEqual([], subnet["Ipv6CidrBlockAssociationSet"])
            self.assertIn(":subnet/" + subnet["SubnetId"], subnet["SubnetArn"])
        self.assertEqual(
            [HOME + "b"],
            [s["AvailabilityZone"] for s in self.subnets(availability_zone=HOME + "b")],
        )

    @differs_on_moto("its default group lets nothing in")
    def test_the_default_security_group_lets_itself_in_and_everything_out(self):
        self.assertEqual("default", self.group["GroupName"])
        self.assertEqual("default VPC security group", self.group["Description"])
        inward, outward = self.group["IpPermissions"][0], self.group["IpPermissionsEgress"][0]
        self.assertEqual("-1", inward["IpProtocol"])
        self.assertEqual([], inward["IpRanges"])
        self.assertEqual(self.group["GroupId"], inward["UserIdGroupPairs"][0]["GroupId"])
        self.assertEqual("0.0.0.0/0", outward["IpRanges"][0]["CidrIp"])

    @differs_on_moto("accounts are not told apart by their access key")
    def test_each_region_and_account_has_its_own(self):
        elsewhere = client("ec2", region=AWAY).describe_vpcs()["Vpcs"][0]["VpcId"]
        another = client("ec2", account="111122223333").describe_vpcs()["Vpcs"][0]["VpcId"]

        self.assertEqual(3, len({self.vpc["VpcId"], elsewhere, another}))

    @differs_on_moto("it answers an unknown filter with an internal error")
    def test_unknown_ids_and_filters_are_refused(self):
        self.refused("InvalidVpcID.NotFound", self.ec2.describe_vpcs, VpcIds=["vpc-0bad"])
        self.refused(
            "InvalidSubnetID.NotFound", self.ec2.describe_subnets, SubnetIds=["subnet-0bad"]
        )
        self.refused(
            "InvalidGroup.NotFound", self.ec2.describe_security_groups, GroupIds=["sg-0bad"]
        )
        self.refused(
            "InvalidParameterValue",
            self.ec2.describe_subnets,
            Filters=[{"Name": "colour", "Values": ["red"]}],
        )

    def test_defaults_take_tags(self):
        self.ec2.create_tags(
            Resources=[self.vpc["VpcId"]], Tags=[{"Key": "Name", "Value": "default"}]
        )
        found = self.ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["default"]}])
        self.assertEqual([{"Name": "default"}], [tags_of(vpc) for vpc in found["Vpcs"]])


class KeyPairs(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.ec2 = client("ec2")

    def imported(self, name):
        return self.ec2.import_key_pair(
            KeyName=name,
            PublicKeyMaterial=PUBLIC_KEY.encode(),
            TagSpecifications=tagged({"suite": "boto3"}, "key-pair"),
        )

    def test_an_imported_key_pair_is_described(self):
        name = unique("key")
        pair = self.imported(name)

        found = self.ec2.describe_key_pairs(KeyNames=[name], IncludePublicKey=True)["KeyPairs"][0]
        self.assertEqual(pair["KeyPairId"], found["KeyPairId"])
        self.assertEqual(pair["KeyFingerprint"], found["KeyFingerprint"])
        self.assertEqual("ed25519", found["KeyType"])
        self.assertEqual({"suite": "boto3"}, tags_of(found))
        self.assertEqual(PUBLIC_KEY, found["PublicKey"])
        self.assertIn("CreateTime", found)

    def test_a_name_is_used_once(self):
        name = unique("key")
        self.imported(name)

        self.refused(
            "InvalidKeyPair.Duplicate",
            self.ec2.import_key_pair,
            KeyName=name,
            PublicKeyMaterial=PUBLIC_KEY.encode(),
        )

    def test_a_deleted_key_pair_is_gone(self):
        name = unique("key")
        self.imported(name)
        self.ec2.delete_key_pair(KeyName=name)

        self.refused(
            "InvalidKeyPair.NotFound", self.ec2.describe_key_pairs, KeyNames=[name]
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
