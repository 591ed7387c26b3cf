package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// uuids reads and writes uuid.UUID as the 16 bytes that it is. Without it pgx, which knows the type only by its
// interfaces of database/sql, writes every id as text and reads that.
type uuids struct{ pgtype.UUIDCodec }

// knowUUIDs lets a new connection use it, for arrays too.
func knowUUIDs(_ context.Context, conn *pgx.Conn) error {
	single := &pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: uuids{}}
	conn.TypeMap().RegisterType(single)
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "_uuid", OID: pgtype.UUIDArrayOID, Codec: &pgtype.ArrayCodec{ElementType: single},
	})
	return nil
}

// PlanScan returns how to read into a target.
func (u uuids) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*uuid.UUID); ok && format == pgtype.BinaryFormatCode {
		return u
	}
	return u.UUIDCodec.PlanScan(m, oid, format, target)
}

// Scan reads an id.
func (uuids) Scan(src []byte, target any) (err error) {
	*target.(*uuid.UUID), err = uuid.FromBytes(src)
	return err
}

// PlanEncode returns how to write a value.
func (u uuids) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(uuid.UUID); ok && format == pgtype.BinaryFormatCode {
		return u
	}
	return u.UUIDCodec.PlanEncode(m, oid, format, value)
}

// Encode writes an id.
func (uuids) Encode(value any, buf []byte) ([]byte, error) {
	id := value.(uuid.UUID)
	return append(buf, id[:]...), nil
}
