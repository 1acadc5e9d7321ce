/** What each action of the SSM Parameter Store does, as far as image ids are published there. */
package dev.amioperator.simulator.ssm;
