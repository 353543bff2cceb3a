-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "suspended_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "role" TEXT NOT NULL,
    "organisation_id" UUID,
    "disabled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "source_address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" BIGSERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "source_address" TEXT NOT NULL,
    "succeeded" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" TEXT,
    "min_duration_seconds" INTEGER NOT NULL DEFAULT 300,
    "default_duration_seconds" INTEGER NOT NULL DEFAULT 3600,
    "max_duration_seconds" INTEGER NOT NULL DEFAULT 14400,
    "max_extensions" INTEGER NOT NULL DEFAULT 3,
    "max_total_seconds" INTEGER NOT NULL DEFAULT 28800,
    "account_privilege" TEXT NOT NULL DEFAULT 'operator',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broker" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "console_url" TEXT NOT NULL,
    "guacd_available" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clock_offset_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "broker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "site_id" UUID NOT NULL,
    "organisation_id" UUID,
    "name" TEXT NOT NULL,
    "rack" TEXT NOT NULL,
    "ip_addresses" TEXT[],
    "serial" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bmc" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "server_id" UUID NOT NULL,
    "protocol" TEXT NOT NULL DEFAULT 'ipmi',
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL DEFAULT 623,
    "cipher_suite" INTEGER,
    "allowed_slots" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "screen_protocol" TEXT NOT NULL DEFAULT 'none',
    "screen_host" TEXT,
    "screen_port" INTEGER,
    "serial_over_lan" BOOLEAN NOT NULL DEFAULT false,
    "frozen_until" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bmc_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bmc_secret" (
    "bmc_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bmc_secret_pkey" PRIMARY KEY ("bmc_id","kind")
);

-- CreateTable
CREATE TABLE "bmc_login_failure" (
    "id" BIGSERIAL NOT NULL,
    "bmc_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bmc_login_failure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bmc_lease" (
    "bmc_id" UUID NOT NULL,
    "broker_id" UUID NOT NULL,
    "fence" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bmc_lease_pkey" PRIMARY KEY ("bmc_id")
);

-- CreateTable
CREATE TABLE "power_reading" (
    "server_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6),
    "error_code" TEXT,

    CONSTRAINT "power_reading_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "boot_reading" (
    "server_id" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "persistent" BOOLEAN NOT NULL,
    "firmware" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "boot_reading_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "access_grant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "server_id" UUID NOT NULL,
    "bmc_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "holder_id" UUID,
    "requested_by_id" UUID NOT NULL,
    "reason" TEXT,
    "ticket_number" TEXT,
    "permanent" BOOLEAN NOT NULL DEFAULT false,
    "review_at" TIMESTAMPTZ(6),
    "duration_seconds" INTEGER,
    "privilege" TEXT NOT NULL,
    "source_address" TEXT,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "previous_state" TEXT,
    "state_since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "starts_at" TIMESTAMPTZ(6),
    "ends_at" TIMESTAMPTZ(6),
    "extensions" INTEGER NOT NULL DEFAULT 0,
    "end_cause" TEXT,
    "end_requested_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(6),
    "proof" JSONB,
    "step" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(6),
    "last_error_code" TEXT,
    "last_error" TEXT,
    "overdue_reported_at" TIMESTAMPTZ(6),

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "grant_id" UUID NOT NULL,
    "bmc_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "privilege" TEXT NOT NULL,
    "password_for_tenant" TEXT,
    "password_for_broker" TEXT,
    "reserved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(6),
    "gone_at" TIMESTAMPTZ(6),
    "tainted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "server_id" UUID NOT NULL,
    "organisation_id" UUID,
    "requested_by_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "reason" TEXT,
    "source_address" TEXT,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "previous_state" TEXT,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "sent_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(6),
    "result" JSONB,
    "error_code" TEXT,
    "error" TEXT,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "console_ticket" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "token_hash" TEXT NOT NULL,
    "server_id" UUID NOT NULL,
    "grant_id" UUID,
    "user_id" UUID NOT NULL,
    "web_session_id" UUID NOT NULL,
    "broker_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "read_only" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "source_address" TEXT,
    "issued_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "console_ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "console_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "server_id" UUID NOT NULL,
    "grant_id" UUID,
    "user_id" UUID NOT NULL,
    "broker_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "read_only" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deadline" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),
    "close_reason" TEXT,
    "bytes_to_viewer" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "console_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "chain" TEXT NOT NULL DEFAULT 'main',
    "seq" BIGINT NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "source_address" TEXT,
    "organisation_id" UUID,
    "server_id" UUID,
    "grant_id" UUID,
    "details" JSONB NOT NULL DEFAULT '{}',
    "previous_hash" BYTEA NOT NULL DEFAULT '\x'::bytea,
    "hash" BYTEA NOT NULL DEFAULT '\x'::bytea,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("chain","seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("chain")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_name_key" ON "organisation"("name");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "app_user_organisation_id_idx" ON "app_user"("organisation_id");

-- CreateIndex
CREATE INDEX "web_session_user_id_idx" ON "web_session"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_attempt_email_at_idx" ON "sign_in_attempt"("email", "at");

-- CreateIndex
CREATE INDEX "sign_in_attempt_source_address_at_idx" ON "sign_in_attempt"("source_address", "at");

-- CreateIndex
CREATE UNIQUE INDEX "site_slug_key" ON "site"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "broker_site_id_name_key" ON "broker"("site_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "server_name_key" ON "server"("name");

-- CreateIndex
CREATE INDEX "server_site_id_idx" ON "server"("site_id");

-- CreateIndex
CREATE INDEX "server_organisation_id_name_idx" ON "server"("organisation_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "bmc_server_id_key" ON "bmc"("server_id");

-- CreateIndex
CREATE UNIQUE INDEX "bmc_host_port_key" ON "bmc"("host", "port");

-- CreateIndex
CREATE INDEX "bmc_login_failure_bmc_id_at_idx" ON "bmc_login_failure"("bmc_id", "at");

-- CreateIndex
CREATE INDEX "access_grant_server_id_requested_at_idx" ON "access_grant"("server_id", "requested_at");

-- CreateIndex
CREATE INDEX "access_grant_organisation_id_requested_at_idx" ON "access_grant"("organisation_id", "requested_at");

-- CreateIndex
CREATE INDEX "access_grant_state_next_attempt_at_idx" ON "access_grant"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "account_grant_id_idx" ON "account"("grant_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_bmc_id_username_key" ON "account"("bmc_id", "username");

-- CreateIndex
CREATE INDEX "action_server_id_requested_at_idx" ON "action"("server_id", "requested_at");

-- CreateIndex
CREATE INDEX "action_state_requested_at_idx" ON "action"("state", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "action_server_id_idempotency_key_key" ON "action"("server_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "console_ticket_token_hash_key" ON "console_ticket"("token_hash");

-- CreateIndex
CREATE INDEX "console_session_server_id_opened_at_idx" ON "console_session"("server_id", "opened_at");

-- CreateIndex
CREATE INDEX "console_session_grant_id_idx" ON "console_session"("grant_id");

-- CreateIndex
CREATE INDEX "audit_event_server_id_at_idx" ON "audit_event"("server_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_organisation_id_at_idx" ON "audit_event"("organisation_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_type_at_idx" ON "audit_event"("type", "at");

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "web_session" ADD CONSTRAINT "web_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broker" ADD CONSTRAINT "broker_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bmc" ADD CONSTRAINT "bmc_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bmc_secret" ADD CONSTRAINT "bmc_secret_bmc_id_fkey" FOREIGN KEY ("bmc_id") REFERENCES "bmc"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bmc_login_failure" ADD CONSTRAINT "bmc_login_failure_bmc_id_fkey" FOREIGN KEY ("bmc_id") REFERENCES "bmc"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bmc_lease" ADD CONSTRAINT "bmc_lease_bmc_id_fkey" FOREIGN KEY ("bmc_id") REFERENCES "bmc"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_reading" ADD CONSTRAINT "power_reading_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "boot_reading" ADD CONSTRAINT "boot_reading_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_bmc_id_fkey" FOREIGN KEY ("bmc_id") REFERENCES "bmc"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "access_grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_bmc_id_fkey" FOREIGN KEY ("bmc_id") REFERENCES "bmc"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_ticket" ADD CONSTRAINT "console_ticket_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_ticket" ADD CONSTRAINT "console_ticket_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "access_grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_ticket" ADD CONSTRAINT "console_ticket_broker_id_fkey" FOREIGN KEY ("broker_id") REFERENCES "broker"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_session" ADD CONSTRAINT "console_session_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_session" ADD CONSTRAINT "console_session_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "access_grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "console_session" ADD CONSTRAINT "console_session_broker_id_fkey" FOREIGN KEY ("broker_id") REFERENCES "broker"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

