package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// collect reads all rows into Ts. Each column goes into the field of its name, and each field must have one. pgx's own
// RowToStructByName does the same, but finds out anew for every row what goes where: that took longer than reading.
func collect[T any](rows pgx.Rows) ([]T, error) {
	defer rows.Close()
	values := []T{}
	var row, empty T
	var targets []any
	for rows.Next() {
		if targets == nil {
			var err error
			if targets, err = targetsIn(reflect.ValueOf(&row).Elem(), rows.FieldDescriptions()); err != nil {
				return nil, err
			}
		}
		row = empty // a value that refers to the row before would be read over
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		values = append(values, row)
	}
	return values, rows.Err()
}

// targetsIn are where in a struct the columns go.
func targetsIn(row reflect.Value, columns []pgconn.FieldDescription) ([]any, error) {
	fields := fieldsOf(row.Type())
	if len(fields) != len(columns) {
		return nil, fmt.Errorf("%d columns for the %d fields of %v", len(columns), len(fields), row.Type())
	}
	targets := make([]any, len(columns))
	for i, column := range columns {
		field, ok := fields[joined(column.Name)]
		if !ok {
			return nil, fmt.Errorf("%v has no field for the column %s", row.Type(), column.Name)
		}
		targets[i] = target(row.FieldByIndex(field))
	}
	return targets, nil
}

// target is the address of a field. That of a text of whatever type is that of a string, which needs no conversion.
func target(field reflect.Value) any {
	at := field.Addr()
	if _, ok := at.Interface().(sql.Scanner); !ok && field.Kind() == reflect.String {
		at = at.Convert(reflect.TypeFor[*string]())
	}
	return at.Interface()
}

// layouts remembers fieldsOf.
var layouts sync.Map

// fieldsOf are the fields of a struct and of those embedded in it, by joined name.
func fieldsOf(row reflect.Type) map[string][]int {
	if known, ok := layouts.Load(row); ok {
		return known.(map[string][]int)
	}
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(row) {
		if f.IsExported() && !f.Anonymous {
			fields[joined(cmp.Or(f.Tag.Get("db"), f.Name))] = f.Index
		}
	}
	layouts.Store(row, fields)
	return fields
}

// joined is what the names of a column and of its field have in common.
func joined(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
