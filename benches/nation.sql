-- A party the size of the nation: one committee on top, 34 provinces, 3,400 communes, 13,600 committees of the grass roots and
-- 250,000 cells, of which one in twenty had another name before 2025; 60,000 people in positions. Triggers are left out while
-- it comes in; what they keep is written at the end.
set session_replication_role = replica;

create temporary table word (n integer, name text, given text);
insert into word
select n - 1, name, given from (select row_number() over () as n, name, given from unnest(
    array['Đức Xuân', 'Phùng Chí Kiên', 'Sông Cầu', 'Hòa Bình', 'Thúy Sơn', 'Nông Thượng', 'Huyền Tụng', 'Xuất Hóa', 'Dương Quang', 'Tân Thịnh',
          'Quang Trung', 'Minh Khai', 'Đồng Tâm', 'Hưng Thịnh', 'Lạng San', 'Cư Lễ', 'Kim Hỷ', 'Yến Lạc', 'Chợ Rã', 'Bằng Lũng', 'Khang Ninh',
          'Thượng Giáo', 'Nghĩa Tá', 'Yên Thịnh', 'Bình Trung', 'Phương Viên', 'Ngọc Phái', 'Đồng Thắng', 'Vĩnh Thông', 'Trần Phú', 'Văn Lang'],
    array['An', 'Bình', 'Cường', 'Dung', 'Đạt', 'Giang', 'Hải', 'Hạnh', 'Hoa', 'Hùng', 'Khánh', 'Lan', 'Linh', 'Mai', 'Minh', 'Nga', 'Oanh',
          'Phúc', 'Quân', 'Sơn', 'Tâm', 'Thủy', 'Trang', 'Tuấn', 'Tú', 'Uyên', 'Vân', 'Việt', 'Xuân', 'Yến', 'Đông']) as w (name, given)) w;
create temporary table unit (n integer, name text);
insert into unit select n - 1, name from (select row_number() over () as n, name from unnest(
    array['Thôn %s', 'Tổ %s phường', 'Bản %s', 'Trường Tiểu học %s', 'Trường THCS %s', 'Trạm Y tế %s', 'Công an %s', 'Quân sự %s', 'Cơ quan %s',
          'Hợp tác xã %s', 'Khối phố %s', 'Công ty Cổ phần %s', 'Trung tâm Dịch vụ %s', 'Kho bạc %s', 'Hạt Kiểm lâm %s', 'Thanh tra %s']) as u (name)) u;

-- Where everybody stands: the parent's number by arithmetic.
create temporary table node as
select n as organization_id, tier, case tier when 1 then null when 2 then 1 when 3 then 2 + (n - 36) / 100
       when 4 then 36 + (n - 3436) / 4 else 3436 + (n - 17036) * 13600::bigint / 250000 end as parent_id
from (select n, case when n = 1 then 1 when n <= 35 then 2 when n < 3436 then 3 when n < 17036 then 4 else 5 end as tier
      from generate_series(1, 267035) n) n;
insert into organization (organization_id, code) overriding system value
select organization_id, case tier when 5 then 'cb-' else 'du-' end || organization_id from node;

create temporary table named as
select n.*, case tier when 1 then 'Ban Chấp hành Trung ương' when 2 then 'Tỉnh ủy ' || w.name when 3 then 'Đảng ủy xã ' || w.name || ' ' || organization_id % 97
       when 4 then 'Đảng bộ ' || w.name || ' ' || organization_id % 13
       else case when organization_id % 5 = 0 then 'Chi bộ ' || organization_id % 40
                 else 'Chi bộ ' || format(u.name, w.name) || ' ' || organization_id % 29 end end as name
from node n join word w on w.n = n.organization_id % 31 join unit u on u.n = n.organization_id % 16;
insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
select organization_id, case when organization_id % 20 = 0 then '[2025-07-01,)'::daterange else '[2020-01-01,)' end, name,
       replace(name, 'Chi bộ', 'CB'), case tier when 5 then 'cell' else 'committee' end, case when tier = 5 then false end, parent_id
from named
union all
select organization_id, '[2020-01-01,2025-07-01)', name || ' (cũ)', replace(name, 'Chi bộ', 'CB') || ' cũ',
       case tier when 5 then 'cell' else 'committee' end, case when tier = 5 then false end, parent_id
from named where organization_id % 20 = 0;
insert into organization_ancestry (ancestor_id, descendant_id, depth, valid)
with recursive line as (
    select organization_id as descendant_id, organization_id as ancestor_id, parent_id, 0 as depth from node
    union all
    select l.descendant_id, n.organization_id, n.parent_id, l.depth + 1 from line l join node n on n.organization_id = l.parent_id
)
select ancestor_id, descendant_id, depth, '[2020-01-01,)' from line;

insert into person (person_id, name, username, created_at) overriding system value
select p.n, (array['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Nông', 'Hà', 'Ma', 'Triệu'])[1 + p.n % 10] || ' '
          || (array['Văn', 'Thị', 'Anh', 'Đức', 'Minh', 'Thu', 'Ngọc'])[1 + p.n % 7] || ' ' || w.given, 'nguoi.' || p.n, '2020-01-01'
from generate_series(1, 60000) p (n) join word w on w.n = (p.n / 70) % 31;
insert into position (person_id, organization_id, role, valid)
select n, 17035 + n * 4, 'secretary', '[2020-01-01,)'::daterange from generate_series(1, 59990) n
union all select 59991, 1, 'organization_board', '[2020-01-01,)'
union all select 59992, 2, 'organization_board', '[2020-01-01,)'
union all select 59993, 3436, 'organization_board', '[2020-01-01,)';

insert into organization_index (organization_period_id, organization_id, words, above)
select p.organization_period_id, p.organization_id, searchable(array[p.name, p.short_name], o.code), a.above
from (select descendant_id, array_agg(distinct ancestor_id) as above from organization_ancestry group by descendant_id) a
join organization o on o.organization_id = a.descendant_id
join organization_period p on p.organization_id = a.descendant_id;
set session_replication_role = origin;
analyze;
